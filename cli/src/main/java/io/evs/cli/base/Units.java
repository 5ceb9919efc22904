package io.evs.cli.base;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 250ms 2s 1m}, {@code 64KiB 10MB}. */
public final class Units {
  private static final Pattern FORM = Pattern.compile("(-?)(\\d+(?:\\.\\d{1,9})?)\\s?([a-zA-Zµ]*)");
  private static final int DIGITS_MAX = 40;

  /**
   * What is measured.
   *
   * @param name with its article, and its kind of unit
   * @param units how much each is, by name
   * @param shown their names, for people
   * @param most the greatest value, for people
   */
  private record Quantity(
      String name,
      String kind,
      Map<String, Long> units,
      boolean anyCase,
      String shown,
      String examples,
      String most) {}

  private static final Quantity DURATION =
      new Quantity(
          "a duration",
          "time",
          Map.of(
              "ns", 1L,
              "us", 1_000L,
              "µs", 1_000L,
              "ms", 1_000_000L,
              "s", 1_000_000_000L,
              "m", 60_000_000_000L,
              "h", 3_600_000_000_000L),
          false,
          "ns, us, ms, s, m or h",
          "250ms, 2s or 1m",
          "2562047h, which is 292 years");
  private static final Quantity SIZE =
      new Quantity(
          "a size",
          "size",
          Map.of(
              "b", 1L,
              "kb", 1_000L,
              "mb", 1_000_000L,
              "gb", 1_000_000_000L,
              "kib", 1L << 10,
              "mib", 1L << 20,
              "gib", 1L << 30),
          true,
          "B, kB, MB, GB, KiB, MiB or GiB",
          "512B, 64KiB or 10MB",
          "8589934591GiB");

  private Units() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if it is none; its message says what is wrong with it
   */
  public static Duration duration(String text) {
    return Duration.ofNanos(scaled(text, DURATION));
  }

  /**
   * Reads a size in bytes.
   *
   * @throws IllegalArgumentException as of {@link #duration}
   */
  public static long size(String text) {
    return scaled(text, SIZE);
  }

  /** A sentence about the unit of a duration if that is there and is none. */
  public static Optional<String> unknownUnit(String duration) {
    Matcher form = FORM.matcher(duration.strip());
    boolean unknown =
        form.matches() && !form.group(3).isEmpty() && !DURATION.units().containsKey(form.group(3));
    return unknown ? Optional.of(unknownUnit(form.group(3), DURATION)) : Optional.empty();
  }

  private static String unknownUnit(String unit, Quantity of) {
    return "\"" + unit + "\" is no unit of " + of.kind() + "; use " + of.shown();
  }

  private static long scaled(String text, Quantity of) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          of.name() + " is a number and a unit, such as " + of.examples());
    }
    if (!form.group(1).isEmpty()) {
      throw new IllegalArgumentException(of.name() + " cannot be negative");
    }
    String unit = form.group(3);
    if (unit.isEmpty()) {
      throw new IllegalArgumentException(of.name() + " needs a unit, such as " + of.examples());
    }
    Long factor = of.units().get(of.anyCase() ? unit.toLowerCase(Locale.ROOT) : unit);
    if (factor == null) {
      throw new IllegalArgumentException(unknownUnit(unit, of));
    }
    String number = form.group(2);
    if (number.length() <= DIGITS_MAX) {
      BigDecimal value = new BigDecimal(number).multiply(BigDecimal.valueOf(factor));
      if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
        return value.setScale(0, RoundingMode.HALF_UP).longValue();
      }
    }
    throw new IllegalArgumentException(of.name() + " is at most " + of.most());
  }

  /** The shortest exact form that {@link #duration} reads. */
  public static String show(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0ms";
    }
    for (String unit : new String[] {"h", "m", "s", "ms", "us"}) {
      long factor = DURATION.units().get(unit);
      if (nanos % factor == 0) {
        return nanos / factor + unit;
      }
    }
    return nanos + "ns";
  }
}
