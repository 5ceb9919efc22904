package io.evs.text;

import java.time.Duration;

/** Lengths of time: for people, in the unit that fits, and as limits. */
public final class Spans {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1000 * MILLI;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Spans() {}

  /**
   * A limit in nanoseconds: 0 for what is less, and {@code Long.MAX_VALUE}, which is 292 years, for
   * what is more.
   */
  public static long nanos(Duration limit) {
    if (limit.isNegative()) {
      return 0;
    }
    try {
      return limit.toNanos();
    } catch (ArithmeticException centuries) {
      return Long.MAX_VALUE;
    }
  }

  /** As {@link #nanos}, in milliseconds. */
  public static long millis(Duration limit) {
    return nanos(limit) / MILLI;
  }

  /** How often, 0 or more: {@code once}, {@code 3 times}. */
  public static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  /**
   * Such as {@code 12 ms}, {@code 1.2 s}, {@code 45 s}, {@code 3 min}, {@code 7 h} or {@code 4 d}.
   *
   * @param nanos nanoseconds; less than none counts as none
   */
  public static String of(long nanos) {
    if (nanos < SECOND) {
      return Math.max(0, nanos) / MILLI + " ms";
    }
    if (nanos < 10 * SECOND) {
      long tenths = nanos / (SECOND / 10);
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    if (nanos < 2 * MINUTE) {
      return nanos / SECOND + " s";
    }
    if (nanos < 2 * HOUR) {
      return nanos / MINUTE + " min";
    }
    return nanos < 2 * DAY ? nanos / HOUR + " h" : nanos / DAY + " d";
  }
}
