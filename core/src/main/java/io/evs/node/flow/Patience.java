package io.evs.node.flow;

import java.util.concurrent.TimeUnit;

/**
 * How long a ring is slowed down for somebody who cannot follow: a minute in all, which comes back
 * eight times as slowly as it is used. After that he is not waited for until half of it has come
 * back, so that nobody decides for good how fast a ring is. Loop thread only.
 */
public final class Patience {
  public static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long BACK_DIVISOR = 8;
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final boolean endless;
  private boolean began;
  private boolean over;
  private long spentNanos;
  private long lastNanos;

  /**
   * Nothing of it is used yet.
   *
   * @param endless whether it never ends
   */
  public Patience(boolean endless) {
    this.endless = endless;
  }

  /** The ring is slowed down for him now; told in each turn in which it is. */
  public void slows(long now) {
    long passed = began ? now - lastNanos : 0;
    spentNanos = began && passed <= GAP_NANOS ? spentNanos + passed : spent(now);
    began = true;
    lastNanos = now;
    over |= !endless && spentNanos >= LIMIT_NANOS;
  }

  private long spent(long now) {
    return began ? Math.max(0, spentNanos - (now - lastNanos) / BACK_DIVISOR) : 0;
  }

  /** Whether he is not waited for. */
  public boolean isOver(long now) {
    if (over && spent(now) <= LIMIT_NANOS / 2) {
      over = false;
    }
    return over;
  }

  /** Whether all of it is there again. */
  public boolean isWhole(long now) {
    return spent(now) == 0;
  }
}
