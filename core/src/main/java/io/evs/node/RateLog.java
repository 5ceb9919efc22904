package io.evs.node;

import org.slf4j.Logger;

/** Warnings that repeat: at most one line per second, with the number left out before it. */
public final class RateLog {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final Logger log;
  private boolean wrote;
  private long lastNanos;
  private long leftOut;

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
    if (wrote && now - lastNanos < INTERVAL_NANOS) {
      leftOut++;
      return;
    }
    log.warn(leftOut == 0 ? message : message + " (and " + leftOut + " lines like this)");
    wrote = true;
    lastNanos = now;
    leftOut = 0;
  }
}
