package io.evs.cli.bench;

import io.evs.Evs;
import io.evs.cli.base.CliException;
import java.util.ArrayList;
import java.util.List;

/** Message sizes as an option gives them: {@code FROM:TO:STEP} or a list. */
final class Sizes {
  private static final int COUNT_MAX = 10_000;

  private Sizes() {}

  static List<Integer> parse(String text) {
    List<Integer> sizes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] range = part.strip().split(":", -1);
      if (range.length == 3) {
        range(text, range, sizes);
      } else if (range.length == 1) {
        sizes.add(size(text, range[0]));
      } else {
        throw wrong(text);
      }
    }
    return List.copyOf(sizes);
  }

  private static void range(String text, String[] range, List<Integer> sizes) {
    int from = size(text, range[0]);
    int to = size(text, range[1]);
    int step = size(text, range[2]);
    if (step < 1 || to < from || (to - from) / step >= COUNT_MAX) {
      throw wrong(text);
    }
    for (int size = from; size <= to; size += step) {
      sizes.add(size);
    }
  }

  private static int size(String text, String number) {
    if (!number.matches("\\d{1,8}") || Integer.parseInt(number) > Evs.MESSAGE_MAX_BYTES) {
      throw wrong(text);
    }
    return Integer.parseInt(number);
  }

  private static CliException wrong(String text) {
    return CliException.usage(
        "option --sizes: \""
            + text
            + "\" is not allowed; it must be FROM:TO:STEP or a list of bytes, each 0 to "
            + Evs.MESSAGE_MAX_BYTES);
  }
}
