package io.evs.sim;

import io.evs.lock.table.LockParticipant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a daemon does for a client that locks, as {@code io.evs.ipc.lock.ServedLocks} does it. Only
 * within steps of the daemon's process, and in times of its clock.
 */
final class LockService {
  /** A claim of the client. */
  private static final class Asked {
    final long claim;
    final long taken;
    boolean held;

    Asked(long claim, long taken) {
      this.claim = claim;
      this.taken = taken;
    }
  }

  private final LockParticipant locks;
  private final long keptNanos;

  /** By the participant's numbers. */
  private final Map<Long, Asked> asked = new TreeMap<>();

  private LockLink link = new LockLink();
  private long heardAt;
  private long now;

  LockService(LockParticipant locks, long leaseNanos) {
    this.locks = locks;
    this.keptNanos = leaseNanos + leaseNanos / 8;
  }

  /** Where the client connects; another one after it has ended. */
  LockLink link() {
    return link;
  }

  /** Reads what the client has sent, and looks at the clock. */
  void serve(long time) {
    now = time;
    while (!link.toDaemon.isEmpty()) {
      link.toDaemon.remove().accept(this);
    }
    if (link.closed) {
      List.copyOf(asked.keySet()).forEach(this::giveUp);
      link = new LockLink();
    }
    if (now - heardAt >= keptNanos) {
      takeBack();
    }
  }

  private void takeBack() {
    for (long number : new ArrayList<>(asked.keySet())) {
      if (asked.get(number).held) {
        lost(number);
        locks.release(now, number);
      }
    }
  }

  private void giveUp(long number) {
    asked.remove(number);
    locks.release(now, number);
  }

  // ---- what the client asks for

  void request(long claim, String name, boolean shared, boolean waits) {
    asked.put(locks.request(now, name, shared, waits), new Asked(claim, now));
  }

  void release(long claim) {
    for (long number : new ArrayList<>(asked.keySet())) {
      if (asked.get(number).claim == claim) {
        giveUp(number);
      }
    }
  }

  void beat() {
    heardAt = now;
    long from = locks.leaseFrom();
    long after = from == Long.MIN_VALUE ? from : from - now;
    link.toClient.add(client -> client.leased(after));
  }

  // ---- what the participant tells

  /** A lock was granted; false if another one asked for it. */
  boolean granted(long time, long number, long fence) {
    Asked one = asked.get(number);
    if (one == null) {
      return false;
    }
    one.held = true;
    heardAt = time;
    long after = locks.leaseFrom() - one.taken;
    link.toClient.add(client -> client.granted(one.claim, fence, after));
    return true;
  }

  /** A claim was refused or lost its lock; false if another one asked for it. */
  boolean lost(long number) {
    Asked one = asked.remove(number);
    if (one != null) {
      link.toClient.add(client -> client.over(one.claim));
    }
    return one != null;
  }
}
