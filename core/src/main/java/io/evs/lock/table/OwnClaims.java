package io.evs.lock.table;

import io.evs.GroupMember;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The claims of one participant, and the lease in which it holds what it was granted. The lease
 * runs from when a safe message was sent that came back: all members of the ring had it, so each
 * left the ring later than that.
 */
final class OwnClaims {
  /** A claim of this participant. */
  private static final class Mine {
    /** Token of the grant; 0 before it. */
    long fence;

    /** Where in the order that is whose knowledge the grant needs. */
    long grantedAt;
  }

  private final GroupMember self;
  private final long leaseNanos;
  private final LockParticipant.Effects effects;
  private final Map<Long, Mine> mine = new LinkedHashMap<>();

  /** Of them those that are granted: the application was not told yet, or was. */
  private final Map<Long, Mine> granted = new LinkedHashMap<>();

  private final Map<Long, Mine> told = new LinkedHashMap<>();
  private final Map<Long, Long> sentAt = new HashMap<>();
  private long lastNumber;
  private long leaseFrom = Long.MIN_VALUE;

  /** Where in the order the last own message was that all members of the ring have. */
  private long safePosition;

  private long nextBeat = Long.MAX_VALUE;

  OwnClaims(GroupMember self, long firstNumber, long leaseNanos, LockParticipant.Effects effects) {
    this.self = self;
    this.lastNumber = firstNumber;
    this.leaseNanos = leaseNanos;
    this.effects = effects;
  }

  /** Asks for a lock; the number of the claim. */
  long request(
      long now, String name, boolean shared, boolean waits, Optional<LockInfo.Asker> asker) {
    long number = ++lastNumber;
    mine.put(number, new Mine());
    sendSafe(now, number, new LockMessage.Request(number, shared, waits, leaseNanos, name, asker));
    return number;
  }

  private boolean remove(long number) {
    granted.remove(number);
    told.remove(number);
    return mine.remove(number) != null;
  }

  void release(long number) {
    if (remove(number)) {
      effects.send(LockMessage.write(new LockMessage.Release(number)), false);
    }
  }

  /** Whether a lock is held and the application has been told so. */
  boolean holds(long number) {
    return told.containsKey(number);
  }

  private void sendSafe(long now, long number, LockMessage message) {
    sentAt.put(number, now);
    effects.send(LockMessage.write(message), true);
    nextBeat = Math.min(nextBeat, now + leaseNanos / 4);
  }

  private void beat(long now) {
    long number = ++lastNumber;
    sendSafe(now, number, new LockMessage.Beat(number));
    nextBeat = now + leaseNanos / 4;
  }

  /**
   * A message of this participant came back.
   *
   * @param counts whether all members of the ring have it, and have one table
   */
  void came(LockMessage message, boolean counts, long position) {
    long number =
        message instanceof LockMessage.Request request
            ? request.number()
            : message instanceof LockMessage.Beat beat ? beat.number() : 0;
    Long sent = number == 0 ? null : sentAt.remove(number);
    if (sent != null && counts) {
      leaseFrom = Math.max(leaseFrom, sent);
      safePosition = position;
    }
  }

  /** Grants of which the application was not told rest on what came up to here, too. */
  void restsOn(long position) {
    granted.values().forEach(each -> each.grantedAt = Math.max(each.grantedAt, position));
  }

  /** From when on the lease runs that it has; Long.MIN_VALUE before the first. */
  long leaseFrom() {
    return leaseFrom;
  }

  private boolean leaseRuns(long now) {
    return leaseFrom != Long.MIN_VALUE && now - leaseFrom < leaseNanos;
  }

  /**
   * Tells the application of what became of its claims.
   *
   * @param position where in the order these events came
   */
  void tell(long now, List<LockTable.Event> events, long position) {
    for (LockTable.Event event : events) {
      long number = event.claim().number();
      Mine claim = event.claim().owner().equals(self) ? mine.get(number) : null;
      if (claim == null) {
        continue;
      }
      switch (event.outcome()) {
        case GRANTED -> {
          claim.fence = event.fence();
          claim.grantedAt = position;
          if (!told.containsKey(number)) {
            granted.put(number, claim);
          }
        }
        case LOST -> lose(number);
        default -> {
          remove(number);
          effects.refused(number, event.outcome() == LockTable.Outcome.FULL);
        }
      }
    }
    tellGrants(now);
  }

  private void tellGrants(long now) {
    // With many claims most messages are about none of them: only those that were granted count.
    for (Map.Entry<Long, Mine> each : List.copyOf(granted.entrySet())) {
      Mine claim = each.getValue();
      // All members of the ring have what led to the grant, so that no other ring repeats it.
      if (leaseRuns(now) && claim.grantedAt <= safePosition) {
        granted.remove(each.getKey());
        told.put(each.getKey(), claim);
        effects.granted(each.getKey(), claim.fence);
      }
    }
    if (!granted.isEmpty() && sentAt.isEmpty()) {
      beat(now);
    }
  }

  private void lose(long number) {
    boolean wasTold = told.containsKey(number);
    remove(number);
    if (wasTold) {
      effects.lost(number);
    } else {
      effects.refused(number, false);
    }
    effects.send(LockMessage.write(new LockMessage.Release(number)), false);
  }

  /** In the order of the requests. */
  void loseAll() {
    Stream.concat(granted.keySet().stream(), told.keySet().stream())
        .sorted()
        .toList()
        .forEach(this::lose);
  }

  void timers(long now) {
    boolean holds = !granted.isEmpty() || !told.isEmpty();
    if (!told.isEmpty() && !leaseRuns(now)) {
      loseAll();
    } else if (holds && now >= nextBeat) {
      beat(now);
    }
    if (!holds) {
      nextBeat = Long.MAX_VALUE;
    }
  }

  long deadline() {
    return told.isEmpty() ? nextBeat : Math.min(nextBeat, leaseFrom + leaseNanos);
  }
}
