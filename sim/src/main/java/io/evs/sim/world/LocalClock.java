package io.evs.sim.world;

/** A process's monotonic clock: its own origin, and a rate that may be a little wrong. */
public final class LocalClock {
  private static final long TRUE_RATE = 1000;

  private long localBase;
  private long virtualBase;
  private long permille = TRUE_RATE;

  LocalClock(long origin) {
    this.localBase = origin;
  }

  /** Runs at this rate from now on; 1000 is right. */
  void rate(long virtualNow, long newPermille) {
    if (newPermille < 500 || newPermille > 2000) {
      throw new IllegalArgumentException("clock rate " + newPermille);
    }
    localBase = local(virtualNow);
    virtualBase = virtualNow;
    permille = newPermille;
  }

  /** Moves the origin; before the process starts. */
  public void shift(long nanos) {
    localBase += nanos;
  }

  /** What it shows at a virtual time. */
  public long local(long virtualNow) {
    return localBase + (virtualNow - virtualBase) * permille / TRUE_RATE;
  }

  /** The first virtual time at which {@link #local} has reached the value. */
  long virtual(long local) {
    if (local == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long ahead = Math.max(0, local - localBase);
    if (ahead > Long.MAX_VALUE / TRUE_RATE) {
      return Long.MAX_VALUE;
    }
    return virtualBase + (ahead * TRUE_RATE + permille - 1) / permille;
  }
}
