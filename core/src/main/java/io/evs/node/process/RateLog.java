package io.evs.node.process;

import io.evs.text.PlainText;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Warnings that others can cause, bounded in rate however often and in however many forms they
 * come. What goes on is written when it begins, then with the number left out 1, 10 and 60 minutes
 * later and each hour, and when it has ended: as the caller says so, or after ten quiet minutes.
 * Then it may start over. Messages that differ in digits only are of one kind, and all beyond 16
 * kinds are of one more. Any thread may call it.
 */
public final class RateLog {
  private static final int KINDS_MAX = 16;
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final long QUIET_NANOS = 10 * MINUTE_NANOS;
  private static final long[] AFTER_MINUTES = {1, 10, 60};

  private final Logger log;
  private final Consumer<String> written;
  private final Map<String, Kind> kinds = new HashMap<>();
  private Kind others = new Kind(0, "", text -> {});
  private boolean watched;

  /** Writes to that log. */
  public RateLog(Logger log) {
    this(log, line -> {});
  }

  /**
   * Writes to that log.
   *
   * @param written gets each line that was written; it must not call this log
   */
  public RateLog(Logger log, Consumer<String> written) {
    this.log = log;
    this.written = written;
  }

  /**
   * Writes a warning, or counts it.
   *
   * @param now the time in nanoseconds, as of System.nanoTime
   */
  public void warn(long now, String message) {
    write(now, message, log::warn);
  }

  /** As {@link #warn}, for what keeps the node from its work. */
  public void error(long now, String message) {
    write(now, message, log::error);
  }

  private synchronized void write(long now, String message, Consumer<String> level) {
    Kind kind = kind(now, message, level);
    kind.all++;
    if (kind.isDue(now)) {
      put(level, PlainText.of(message) + kind.leftOutWords());
      kind.leftOut = 0;
    } else {
      kind.leftOut++;
    }
  }

  /**
   * Says that something is over that was warned of; nothing if it was not.
   *
   * @param began the warning
   * @param line what is so now
   */
  public synchronized void over(String began, String line) {
    Kind kind = kinds.remove(withoutDigits(began));
    if (kind != null) {
      put(log::info, PlainText.of(line) + kind.leftOutWords());
    }
  }

  private void put(Consumer<String> level, String line) {
    level.accept(line);
    written.accept(line);
  }

  /** Says what has been quiet for ten minutes, if it went on for longer than one line. */
  synchronized void endQuiet(long now) {
    Iterator<Kind> each = kinds.values().iterator();
    while (each.hasNext()) {
      Kind kind = each.next();
      if (kind.isOver(now)) {
        each.remove();
        tellEnd(kind);
      }
    }
    if (others.isOver(now)) {
      tellEnd(others);
      others = new Kind(now, "", text -> {});
    }
  }

  private void tellEnd(Kind kind) {
    if (kind.all > 1) {
      put(
          kind.level,
          "over, and quiet for "
              + TimeUnit.NANOSECONDS.toMinutes(QUIET_NANOS)
              + " min: "
              + PlainText.of(kind.message)
              + kind.leftOutWords());
    }
  }

  private synchronized void watch() {
    endQuiet(System.nanoTime());
    watched = !kinds.isEmpty() || others.all > 0;
    if (watched) {
      LogTimer.after(MINUTE_NANOS, this::watch);
    }
  }

  private Kind kind(long now, String message, Consumer<String> level) {
    String key = withoutDigits(message);
    Kind known = kinds.get(key);
    if (known != null && !known.isOver(now)) {
      return known;
    }
    endQuiet(now);
    if (kinds.size() < KINDS_MAX) {
      Kind begins = new Kind(now, message, level);
      kinds.put(key, begins);
      if (!watched) {
        watched = true;
        LogTimer.after(QUIET_NANOS + MINUTE_NANOS, this::watch);
      }
      return begins;
    }
    if (others.all == 0) {
      others = new Kind(now, message, level);
    }
    return others;
  }

  private static String withoutDigits(String message) {
    StringBuilder key = new StringBuilder(message.length());
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c < '0' || c > '9') {
        key.append(c);
      }
    }
    return key.toString();
  }

  /** One row of the same warning. */
  private static final class Kind {
    private final long begin;
    private final String message;
    private final Consumer<String> level;
    private long last;
    private int written;
    private int leftOut;
    private long all;

    Kind(long now, String message, Consumer<String> level) {
      this.begin = now;
      this.message = message;
      this.level = level;
      this.last = now;
    }

    boolean isOver(long now) {
      return now - last > QUIET_NANOS;
    }

    boolean isDue(long now) {
      last = now;
      if (written > 0 && now - begin < minutes(written - 1) * MINUTE_NANOS) {
        return false;
      }
      do {
        written++;
      } while (now - begin >= minutes(written - 1) * MINUTE_NANOS);
      return true;
    }

    String leftOutWords() {
      return switch (leftOut) {
        case 0 -> "";
        case 1 -> " (and 1 line like this)";
        default -> " (and " + leftOut + " lines like this)";
      };
    }

    /** How long after the begin the line of that index, from the second on, may be written. */
    private static long minutes(int index) {
      int known = AFTER_MINUTES.length;
      return index < known ? AFTER_MINUTES[index] : 60L * (index - known + 2);
    }
  }
}
