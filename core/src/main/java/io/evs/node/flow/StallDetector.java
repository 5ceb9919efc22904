package io.evs.node.flow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether anything is taken from a queue at all. A receiver that is slow slows the ring down; one
 * that has stopped must not, or every other member would wait for it until its queue is full. Any
 * thread.
 */
public final class StallDetector {
  private static final int GIVEN_UP_LIMITS = 10;

  private final long limitNanos;
  private final LongSupplier clock;
  private final AtomicLong takes = new AtomicLong();
  private volatile long progressNanos;
  private long seenTakes;
  private long takeNanos;

  /**
   * Watches from now on.
   *
   * @param limitNanos how long nothing is taken before it counts as stopped; {@code
   *     Long.MAX_VALUE}: it never does
   */
  public StallDetector(long limitNanos, LongSupplier clock) {
    this.limitNanos = limitNanos;
    this.clock = clock;
    progress();
    takeNanos = progressNanos;
  }

  /** Watches nothing. */
  public static StallDetector never() {
    return new StallDetector(Long.MAX_VALUE, () -> 0);
  }

  /** Something was taken, or there was nothing to be taken before. */
  public void progress() {
    progressNanos = clock.getAsLong();
  }

  public boolean isStalled() {
    return clock.getAsLong() - progressNanos > limitNanos;
  }

  /** An event was taken, however small; dispatching thread. */
  public void took() {
    takes.lazySet(takes.getPlain() + 1);
  }

  /**
   * Whether it has been stopped for so long, without a single event taken, that what is kept for it
   * may be given up; loop thread.
   */
  public boolean isGivenUp() {
    long now = clock.getAsLong();
    long count = takes.get();
    if (count != seenTakes) {
      seenTakes = count;
      takeNanos = now;
    }
    return isOver(now - progressNanos) && isOver(now - takeNanos);
  }

  private boolean isOver(long nanos) {
    return nanos / GIVEN_UP_LIMITS > limitNanos;
  }
}
