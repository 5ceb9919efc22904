package io.evs.lock.table;

import io.evs.GroupMember;
import io.evs.lock.table.LockMessage.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tables that others wait for. The first of those who have such a table tells it; should it leave,
 * the next one does, and should it stand still, the next ones do, one after the other.
 */
final class Owed {
  private static final class Debt {
    final byte[] table;
    long since;

    Debt(byte[] table, long since) {
      this.table = table;
      this.since = since;
    }
  }

  private final GroupMember self;
  private final long patienceNanos;

  /** Those who have the table and have not left since, the first in front. */
  private final Function<Change, List<GroupMember>> present;

  private final LockParticipant.Effects effects;
  private final Map<Change, Debt> debts = new LinkedHashMap<>();

  Owed(
      GroupMember self,
      long leaseNanos,
      Function<Change, List<GroupMember>> present,
      LockParticipant.Effects effects) {
    this.self = self;
    this.patienceNanos = leaseNanos / 2;
    this.present = present;
    this.effects = effects;
  }

  void add(Change change, byte[] table, long now) {
    debts.put(change, new Debt(table, now));
    if (rank(change) == 0) {
      effects.send(table, false);
    }
  }

  /** Somebody has told it. */
  void told(Change change) {
    debts.remove(change);
  }

  /** Somebody has left. */
  void takeOver() {
    debts.forEach(
        (change, debt) -> {
          if (rank(change) == 0) {
            effects.send(debt.table, false);
          }
        });
  }

  private int rank(Change change) {
    return present.apply(change).indexOf(self);
  }

  private long dueAt(Change change, Debt debt) {
    int rank = rank(change);
    return rank <= 0 ? Long.MAX_VALUE : debt.since + rank * patienceNanos;
  }

  void timers(long now) {
    debts.forEach(
        (change, debt) -> {
          if (now >= dueAt(change, debt)) {
            debt.since = now;
            effects.send(debt.table, false);
          }
        });
  }

  long deadline() {
    long next = Long.MAX_VALUE;
    for (Map.Entry<Change, Debt> each : debts.entrySet()) {
      next = Math.min(next, dueAt(each.getKey(), each.getValue()));
    }
    return next;
  }
}
