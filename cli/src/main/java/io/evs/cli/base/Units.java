package io.evs.cli.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 250ms 2s 1m}, {@code 64KiB 10MB}. */
public final class Units {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s?([a-zA-Zµ]+)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final Map<String, Long> BYTES =
      Map.of(
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30);

  private Units() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if the unit is missing or unknown
   */
  public static Duration duration(String text) {
    return Duration.ofNanos(
        scaled(text, NANOS, false, "a duration needs a unit, such as 250ms, 2s or 1m"));
  }

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException if the unit is missing or unknown
   */
  public static long size(String text) {
    return scaled(text, BYTES, true, "a size needs a unit, such as 512B, 64KiB or 10MB");
  }

  private static long scaled(
      String text, Map<String, Long> units, boolean anyCase, String allowed) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      String unit = anyCase ? form.group(2).toLowerCase(Locale.ROOT) : form.group(2);
      Long factor = units.get(unit);
      if (factor != null) {
        BigDecimal value = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(factor));
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
          return value.setScale(0, RoundingMode.HALF_UP).longValue();
        }
      }
    }
    throw new IllegalArgumentException(allowed);
  }

  /** The shortest exact form that {@link #duration} reads. */
  public static String show(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0ms";
    }
    for (String unit : new String[] {"h", "m", "s", "ms", "us"}) {
      long factor = NANOS.get(unit);
      if (nanos % factor == 0) {
        return nanos / factor + unit;
      }
    }
    return nanos + "ns";
  }
}
