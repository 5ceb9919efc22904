package io.evs.node.flow;

/** So many times a second, and as many at once after a pause. One thread; knows no clock. */
public final class Pace {
  private final long everyNanos;
  private final long burst;
  private long left;
  private long countedAt;
  private boolean started;

  /**
   * A pace that starts with all of its burst.
   *
   * @param perSecond how often, 1 to 1,000,000
   * @param burst how often at once
   */
  public Pace(int perSecond, int burst) {
    this.everyNanos = 1_000_000_000L / perSecond;
    this.burst = burst;
    this.left = burst;
  }

  /**
   * Takes one if there is one.
   *
   * @param now nanoseconds of a clock that does not go back
   */
  public boolean take(long now) {
    if (!started) {
      started = true;
      countedAt = now;
    }
    long more = Math.max(0, now - countedAt) / everyNanos;
    countedAt += more * everyNanos;
    left = Math.min(burst, left + more);
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
