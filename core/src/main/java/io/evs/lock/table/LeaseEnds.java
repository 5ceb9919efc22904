package io.evs.lock.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * When leases of others are over, by the clock of this participant: of holders that could not be
 * told, and of those that the table may not know. The first participant says so; should it stand
 * still, the next ones do, one after the other.
 */
final class LeaseEnds {
  private static final long NEVER = Long.MAX_VALUE;

  private final long leaseNanos;
  private final Map<Claim, Long> freeAt = new LinkedHashMap<>();
  private long settleAt = NEVER;

  LeaseEnds(long leaseNanos) {
    this.leaseNanos = leaseNanos;
  }

  /** A lease, and an eighth more: clocks do not run alike. */
  static long waited(long leaseNanos) {
    return leaseNanos + leaseNanos / 8;
  }

  /**
   * Goes by a table as it is now.
   *
   * @param grants whether its ring may grant
   * @param since since when nobody can have been granted what it does not know
   */
  void follow(LockTable table, boolean grants, long since, long now) {
    Map<Claim, Long> ends = new LinkedHashMap<>();
    for (LockTable.Entry each : table.claims()) {
      if (each.ends) {
        ends.put(each.claim, freeAt.getOrDefault(each.claim, now + waited(each.leaseNanos)));
      }
    }
    freeAt.clear();
    freeAt.putAll(ends);
    settleAt = table.isSettled() || !grants ? NEVER : since + waited(leaseNanos);
  }

  void freed(Claim claim) {
    freeAt.remove(claim);
  }

  /** How much later than the first one a participant speaks. */
  private long patience(int rank) {
    return rank * (leaseNanos / 2);
  }

  /** Says what is due. */
  void timers(long now, int rank, Runnable settle, Consumer<Claim> free) {
    long due = now - patience(rank);
    if (due >= settleAt) {
      settleAt = now + leaseNanos;
      settle.run();
    }
    for (Map.Entry<Claim, Long> each : freeAt.entrySet()) {
      if (due >= each.getValue()) {
        each.setValue(now + leaseNanos);
        free.accept(each.getKey());
      }
    }
  }

  long deadline(int rank) {
    long next = settleAt;
    for (long each : freeAt.values()) {
      next = Math.min(next, each);
    }
    return next == NEVER ? NEVER : next + patience(rank);
  }
}
