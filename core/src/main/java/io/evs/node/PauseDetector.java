package io.evs.node;

/**
 * Notices that this process did not run for a while (garbage collection, a stopped process, a
 * migrated machine) from the time between loop turns, and asks for what waits in the socket to be
 * read before timers accuse others of the silence.
 *
 * <p>Pure: times are parameters, nanoseconds of a monotonic clock. The loop turns at least every
 * {@link #heartbeatNanos()}, so that a longer gap means a pause and not an idle ring.
 */
final class PauseDetector {
  /** Turns after a pause in which datagrams may keep the timers waiting. */
  static final int DRAIN_TURNS_MAX = 64;

  private final long thresholdNanos;
  private boolean began;
  private long lastTurn;
  private long count;
  private long longestNanos;
  private long lastNanos;
  private int drainTurnsLeft;
  private boolean firstOfDrain;

  PauseDetector(long tokenNanos) {
    this.thresholdNanos = tokenNanos / 2;
  }

  /** The loop must turn at least this often. */
  long heartbeatNanos() {
    return thresholdNanos / 2;
  }

  /** A turn begins. Returns the length of the pause before it, or 0. */
  long turnBegins(long now) {
    long gap = began ? now - lastTurn : 0;
    began = true;
    lastTurn = now;
    if (gap <= thresholdNanos) {
      return 0;
    }
    count++;
    lastNanos = gap;
    longestNanos = Math.max(longestNanos, gap);
    drainTurnsLeft = DRAIN_TURNS_MAX;
    firstOfDrain = true;
    return gap;
  }

  /**
   * Whether timers may run in this turn: not while the socket still has what arrived during a
   * pause.
   *
   * @param datagrams how many datagrams this turn had
   */
  boolean timersMayRun(int datagrams) {
    if (drainTurnsLeft == 0) {
      return true;
    }
    // The first turn may have been woken by the timer, before the socket was looked at.
    if (datagrams > 0 || firstOfDrain) {
      firstOfDrain = false;
      drainTurnsLeft--;
      return false;
    }
    drainTurnsLeft = 0;
    return true;
  }

  long count() {
    return count;
  }

  long longestNanos() {
    return longestNanos;
  }

  long lastNanos() {
    return lastNanos;
  }
}
