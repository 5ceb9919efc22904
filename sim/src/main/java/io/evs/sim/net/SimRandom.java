package io.evs.sim.net;

/**
 * The generator behind every choice of a simulation: xoshiro256++ seeded by SplitMix64.
 *
 * <p>An own implementation, because the sequence must be the same on every JDK; logarithms come
 * from {@link StrictMath} for the same reason. Streams for different purposes are split off by
 * name, so that drawing more numbers for one purpose does not change another.
 */
public final class SimRandom {
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private final long seed;
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /** A generator whose whole sequence follows from the seed. */
  public SimRandom(long seed) {
    this.seed = seed;
    s0 = mixed(seed, 1);
    s1 = mixed(seed, 2);
    s2 = mixed(seed, 3);
    s3 = mixed(seed, 4);
    if ((s0 | s1 | s2 | s3) == 0) {
      s0 = GOLDEN;
    }
  }

  /** An output of SplitMix64, whose state grows by a constant, modulo 2^64. */
  private static long mixed(long seed, long step) {
    return mix(seed + step * GOLDEN);
  }

  /** An independent generator for a purpose; does not advance this one. */
  public SimRandom split(long purpose) {
    return new SimRandom(mix(seed ^ mix(purpose * GOLDEN + 1)));
  }

  /** The finaliser of SplitMix64: a bijection that spreads every input bit. */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }

  /** 64 random bits. */
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** Uniform in {@code 0 .. bound-1}. */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound " + bound);
    }
    // The high half of a product is biased by less than 2^-32 here: no loop, one draw a number.
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Uniform in {@code from .. to}, both included. */
  public long between(long from, long to) {
    if (to < from) {
      throw new IllegalArgumentException("from " + from + " to " + to);
    }
    long span = to - from + 1;
    return from + Math.multiplyHigh(nextLong() >>> 1, span << 1);
  }

  /** Uniform in {@code [0, 1)}. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** True with this probability; draws nothing if it is certain. */
  public boolean chance(double probability) {
    if (probability <= 0) {
      return false;
    }
    return probability >= 1 || nextDouble() < probability;
  }

  /** Exponentially distributed, at most 50 times the mean. */
  public long exponential(long mean) {
    if (mean <= 0) {
      return 0;
    }
    double value = -StrictMath.log(1 - nextDouble()) * mean;
    return (long) Math.min(value, 50.0 * mean);
  }

  /** One of the values. */
  public long pick(long... values) {
    return values[nextInt(values.length)];
  }

  /** One of the values. */
  public double pick(double... values) {
    return values[nextInt(values.length)];
  }

  /** Shuffles in place. */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }
}
