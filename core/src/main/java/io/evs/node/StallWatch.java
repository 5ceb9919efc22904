package io.evs.node;

import java.util.function.LongSupplier;

/**
 * Whether anything is taken from a queue at all. A receiver that is slow slows the ring down; one
 * that has stopped must not, or every other member would wait for it until its queue is full. Any
 * thread.
 */
final class StallWatch {
  private final long limitNanos;
  private final LongSupplier clock;
  private volatile long progressNanos;

  /**
   * Watches from now on.
   *
   * @param limitNanos how long nothing is taken before it counts as stopped; {@code
   *     Long.MAX_VALUE}: it never does
   */
  StallWatch(long limitNanos, LongSupplier clock) {
    this.limitNanos = limitNanos;
    this.clock = clock;
    progress();
  }

  /** Watches nothing. */
  static StallWatch never() {
    return new StallWatch(Long.MAX_VALUE, () -> 0);
  }

  /** Something was taken, or there was nothing to be taken before. */
  void progress() {
    progressNanos = clock.getAsLong();
  }

  boolean isStalled() {
    return clock.getAsLong() - progressNanos > limitNanos;
  }
}
