package io.evs.node.flow;

import java.util.concurrent.locks.LockSupport;

/**
 * Holds the loop for a moment in each turn while the clients of a node cannot follow, all of them
 * together: the token comes round more slowly, so that even one packet for each of its visits is no
 * more than they can take, and the thread that serves them gets the processor. Without it a hundred
 * healthy clients would all be disconnected, for a stream that none of them could be sent in time.
 * Queues that the ring is not slowed down for do not count: those of clients that have stopped, and
 * of users whose {@link Patience} is over. Loop thread only.
 */
public final class LoopThrottle {
  private static final long PAUSE_MAX_NANOS = 20_000_000L;
  // A rotation has several turns, and no member may be suspected for this.
  private static final int PAUSES_PER_TOKEN = 32;

  private final QueueBudget budget;
  private final long maxNanos;

  public LoopThrottle(QueueBudget budget, long tokenNanos) {
    this.budget = budget;
    this.maxNanos = Math.min(PAUSE_MAX_NANOS, tokenNanos / PAUSES_PER_TOKEN);
  }

  /** How long the loop is held now: soft at first. */
  public long nanos() {
    long used = budget.reservePercent();
    return maxNanos * used * used / 10_000;
  }

  /** Holds it. */
  public void hold() {
    long nanos = nanos();
    if (nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
  }
}
