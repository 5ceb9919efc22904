package io.evs.cli.simulate;

import io.evs.cli.base.CliException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of seeds.
 *
 * @param from the first
 * @param to the last
 */
record Seeds(long from, long to) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");

  static Seeds parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      Seeds seeds = new Seeds(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
      if (seeds.from() <= seeds.to()) {
        return seeds;
      }
    }
    throw CliException.usage(
        "option --seeds: \"" + text + "\" is not allowed; it must be a range such as 1..1000");
  }

  long count() {
    return to - from + 1;
  }
}
