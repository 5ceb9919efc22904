package io.evs.totem.wire;

/** Random numbers for tests that are the same on every Java: SplitMix64. */
public final class SplitMix {
  private long state;

  /** A generator; the same seed gives the same numbers. */
  public SplitMix(long seed) {
    state = seed;
  }

  /** 64 random bits. */
  public long nextLong() {
    state += 0x9e3779b97f4a7c15L;
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number in [0, bound). */
  public int below(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }

  /** So many random bytes. */
  public byte[] bytes(int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) nextLong();
    }
    return data;
  }
}
