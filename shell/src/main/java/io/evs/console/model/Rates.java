package io.evs.console.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How fast a counter grows, over the last few looks at it. */
public final class Rates {
  private static final int LOOKS_MAX = 11;
  private static final long SPAN_NANOS = 3_000_000_000L;

  private record Look(long timeNanos, long value) {}

  private final Deque<Look> looks = new ArrayDeque<>();

  /** Notes a look; a counter that is gone or starts over forgets what was before. */
  public void note(long timeNanos, OptionalLong value) {
    if (value.isEmpty()) {
      looks.clear();
      return;
    }
    Look last = looks.peekLast();
    boolean back =
        last != null && (timeNanos < last.timeNanos() || value.getAsLong() < last.value());
    if (back) {
      looks.clear();
    } else if (last != null && timeNanos == last.timeNanos()) {
      return;
    }
    looks.add(new Look(timeNanos, value.getAsLong()));
    while (looks.size() > 2 && (looks.size() > LOOKS_MAX || span() > SPAN_NANOS)) {
      looks.remove();
    }
  }

  private long span() {
    return looks.getLast().timeNanos() - looks.getFirst().timeNanos();
  }

  /** Per second; empty before the second look. */
  public OptionalDouble perSecond() {
    if (looks.size() < 2) {
      return OptionalDouble.empty();
    }
    Look first = looks.peekFirst();
    Look last = looks.peekLast();
    double seconds = (last.timeNanos() - first.timeNanos()) / 1e9;
    return OptionalDouble.of((last.value() - first.value()) / seconds);
  }
}
