package io.evs.console.words;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers in few characters. */
public final class ShortNumbers {
  private static final String UNKNOWN = "-";

  private ShortNumbers() {}

  /** At most five characters: {@code 999}, {@code 1.2k}, {@code 340k}, {@code 1.2M}. */
  public static String compact(double value) {
    double rest = value;
    String[] units = {"", "k", "M", "G", "T"};
    int unit = 0;
    while (Math.round(rest) >= 1000 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    boolean fraction = unit > 0 && rest < 9.95;
    return String.format(Locale.ROOT, fraction ? "%.1f%s" : "%.0f%s", rest, units[unit]);
  }

  public static String compact(OptionalLong value) {
    return value.isPresent() ? compact(value.getAsLong()) : UNKNOWN;
  }

  public static String compact(OptionalDouble value) {
    return value.isPresent() ? compact(value.getAsDouble()) : UNKNOWN;
  }

  public static String plain(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : UNKNOWN;
  }

  /** A time: {@code 312 us}, {@code 4.1 ms}, {@code 1.2 s}. */
  public static String micros(double micros) {
    if (micros < 1000) {
      return String.format(Locale.ROOT, "%.0f us", micros);
    }
    if (micros < 1_000_000) {
      return String.format(Locale.ROOT, micros < 10_000 ? "%.1f ms" : "%.0f ms", micros / 1000);
    }
    return String.format(Locale.ROOT, "%.1f s", micros / 1_000_000);
  }

  /** How long ago: {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 9 d}. */
  public static String age(long seconds) {
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
