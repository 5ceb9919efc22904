package io.evs.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How fast a counter grows, over the last few looks at it. */
final class Rates {
  private static final int LOOKS = 11;

  private record Look(long timeNanos, long value) {}

  private final Deque<Look> looks = new ArrayDeque<>();

  /** Notes a look; a counter that is gone or starts anew forgets what was before. */
  void note(long timeNanos, OptionalLong value) {
    if (value.isEmpty()) {
      looks.clear();
      return;
    }
    Look last = looks.peekLast();
    if (last != null && value.getAsLong() < last.value()) {
      looks.clear();
    } else if (last != null && timeNanos <= last.timeNanos()) {
      return;
    }
    looks.add(new Look(timeNanos, value.getAsLong()));
    if (looks.size() > LOOKS) {
      looks.remove();
    }
  }

  /** Per second; empty before the second look. */
  OptionalDouble perSecond() {
    if (looks.size() < 2) {
      return OptionalDouble.empty();
    }
    Look first = looks.peekFirst();
    Look last = looks.peekLast();
    double seconds = (last.timeNanos() - first.timeNanos()) / 1e9;
    return OptionalDouble.of((last.value() - first.value()) / seconds);
  }
}
