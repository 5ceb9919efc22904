package io.evs.node.process;

import io.evs.text.PlainText;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * News that each deserve a line, such as new rings and keys, bounded in rate if they come without
 * end: twenty at once, and one each three seconds. Of those left out the last is written when there
 * is room again, with the number of the others, so that what the log says last is so. Any thread
 * may call it.
 */
public final class PacedLog {
  private static final long PER_LINE_NANOS = 3_000_000_000L;
  private static final int AT_ONCE = 20;

  /** Runs something later; tests run it themselves. */
  interface Timer {
    void after(long nanos, Runnable work);
  }

  private final Logger log;
  private final LongSupplier clock;
  private final Timer timer;
  private long room = AT_ONCE;
  private long filledAt;
  private String waiting = "";
  private long leftOut;

  /** Writes to that log. */
  public PacedLog(Logger log) {
    this(log, System::nanoTime, LogTimer::after);
  }

  PacedLog(Logger log, LongSupplier clock, Timer timer) {
    this.log = log;
    this.clock = clock;
    this.timer = timer;
    this.filledAt = clock.getAsLong();
  }

  /** Writes a line, now or when there is room. */
  public synchronized void info(String line) {
    fill();
    boolean isFirst = waiting.isEmpty();
    if (isFirst && room > 0) {
      room--;
      log.info(PlainText.of(line));
      return;
    }
    leftOut += isFirst ? 0 : 1;
    waiting = line;
    if (isFirst) {
      timer.after(PER_LINE_NANOS, this::writeWaiting);
    }
  }

  private synchronized void writeWaiting() {
    fill();
    room = Math.max(0, room - 1);
    String before = leftOut == 0 ? "" : " (and " + leftOut + " lines before it)";
    log.info(PlainText.of(waiting) + before);
    waiting = "";
    leftOut = 0;
  }

  private void fill() {
    long lines = (clock.getAsLong() - filledAt) / PER_LINE_NANOS;
    room = Math.min(AT_ONCE, room + lines);
    filledAt += lines * PER_LINE_NANOS;
  }
}
