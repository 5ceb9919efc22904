package io.evs.console.model;

/** The last values of a figure; empty values are gaps. */
public final class Series {
  private final double[] values;
  private int count;
  private int next;

  public Series(int capacity) {
    values = new double[capacity];
  }

  /** Adds a value; NaN is a gap. */
  public void add(double value) {
    values[next] = value;
    next = (next + 1) % values.length;
    count = Math.min(count + 1, values.length);
  }

  public void clear() {
    count = 0;
    next = 0;
  }

  /** Values there are. */
  public int size() {
    return count;
  }

  /** The value so many before the last; NaN if there is none. */
  public double fromEnd(int back) {
    return back < 0 || back >= count
        ? Double.NaN
        : values[Math.floorMod(next - 1 - back, values.length)];
  }

  /** The largest of the last values; 0 if there is none. */
  public double max(int last) {
    double most = 0;
    for (int back = 0; back < Math.min(last, count); back++) {
      double value = fromEnd(back);
      most = value > most ? value : most;
    }
    return most;
  }
}
