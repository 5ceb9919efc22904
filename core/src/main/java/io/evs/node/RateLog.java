package io.evs.node;

import io.evs.text.PlainText;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Warnings that others can cause, bounded in rate however often and in however many forms they
 * come. What goes on is written when it begins, then with the number left out 1, 10 and 60 minutes
 * later and each hour; after ten quiet minutes it begins anew. Messages that differ in digits only
 * are of one kind, and all beyond 16 kinds are of one more. Any thread may call it.
 */
public final class RateLog {
  private static final int KINDS_MAX = 16;
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final long QUIET_NANOS = 10 * MINUTE_NANOS;
  private static final long[] AFTER_MINUTES = {1, 10, 60};

  private final Logger log;
  private final Map<String, Kind> kinds = new HashMap<>();
  private Kind others = new Kind(0);

  /** Writes to that log. */
  public RateLog(Logger log) {
    this.log = log;
  }

  /**
   * Writes a line, or counts it.
   *
   * @param now the time in nanoseconds, as of System.nanoTime
   */
  public synchronized void warn(long now, String message) {
    Kind kind = kind(now, withoutDigits(message));
    if (kind.isDue(now)) {
      String left = kind.leftOut == 0 ? "" : " (and " + kind.leftOut + " lines like this)";
      log.warn(PlainText.of(message) + left);
      kind.leftOut = 0;
    } else {
      kind.leftOut++;
    }
  }

  private Kind kind(long now, String key) {
    Kind known = kinds.get(key);
    if (known != null && !known.isOver(now)) {
      return known;
    }
    kinds.values().removeIf(each -> each.isOver(now));
    if (kinds.size() < KINDS_MAX) {
      Kind begins = new Kind(now);
      kinds.put(key, begins);
      return begins;
    }
    if (others.isOver(now)) {
      others = new Kind(now);
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
    private long last;
    private int written;
    private long leftOut;

    Kind(long now) {
      begin = now;
      last = now;
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

    /** How long after the begin the line of that index, from the second on, may be written. */
    private static long minutes(int index) {
      int known = AFTER_MINUTES.length;
      return index < known ? AFTER_MINUTES[index] : 60L * (index - known + 2);
    }
  }
}
