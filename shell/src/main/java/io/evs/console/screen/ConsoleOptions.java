package io.evs.console.screen;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How the console looks.
 *
 * @param ascii whether it keeps to ASCII
 * @param color whether it uses colour
 * @param tick how often it looks at its source
 */
public record ConsoleOptions(boolean ascii, boolean color, Duration tick) {

  /** Whether the locale of that environment is one whose terminals show only ASCII for sure. */
  public static boolean isAsciiLocale(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return !value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
      }
    }
    return true;
  }
}
