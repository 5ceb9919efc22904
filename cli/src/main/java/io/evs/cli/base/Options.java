package io.evs.cli.base;

import java.time.Duration;

/** Checks of option values, with the sentence for a wrong one. */
public final class Options {
  private Options() {}

  /** Refuses a value unless the condition holds. */
  public static void require(boolean holds, String option, Object value, String allowed) {
    if (!holds) {
      throw CliException.usage(
          "option " + option + ": \"" + value + "\" is not allowed; it must be " + allowed);
    }
  }

  /** A duration of any length. */
  public static Duration durationOrZero(String option, String text) {
    try {
      return Units.duration(text);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          "option " + option + ": \"" + text + "\" is not allowed; " + e.getMessage());
    }
  }

  /** A duration above zero. */
  public static Duration duration(String option, String text) {
    Duration value = durationOrZero(option, text);
    require(!value.isZero(), option, text, "above 0");
    return value;
  }
}
