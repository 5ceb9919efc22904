package io.evs.totem.part;

/** Values of the {@link Counter}s; written by the loop only. */
public final class Counters {
  private final long[] values = new long[Counter.values().length];

  /** Adds one. */
  public void add(Counter counter) {
    values[counter.ordinal()]++;
  }

  /** Adds some. */
  public void add(Counter counter, long amount) {
    values[counter.ordinal()] += amount;
  }

  /** The value. */
  public long get(Counter counter) {
    return values[counter.ordinal()];
  }
}
