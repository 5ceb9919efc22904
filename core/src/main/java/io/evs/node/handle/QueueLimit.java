package io.evs.node.handle;

import java.util.concurrent.TimeUnit;

/**
 * How much may wait to be ordered: what the ring orders in 8 ms, or in three rotations of the token
 * if these take longer. A longer queue delays every message and orders none sooner.
 *
 * <p>The rate is measured while something waits. Three rotations, because a queue that holds what
 * one rotation takes would keep the rate as it is: so it can grow threefold with each. Where
 * senders wait for a processor so long that the queue runs dry before they come, it is made longer
 * for a while. Loop thread, but for {@link #bytes}.
 */
final class QueueLimit {
  static final long MIN_BYTES = 64 << 10;

  private static final long WAIT_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
  private static final long WAIT_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(64);
  private static final int ROTATIONS = 3;
  private static final long STRETCH_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final double WEIGHT = 0.25;
  private static final long SHORTER_DIVISOR = 64;

  private final long maxBytes;
  private long lastNanos;
  private boolean hadWork;
  private long busyNanos;
  private long orderedBytes;
  private double bytesPerNano;
  private long waitNanos = WAIT_MIN_NANOS;
  private volatile long bytes;

  /** A limit that is never above that many bytes, and begins there. */
  QueueLimit(long maxBytes) {
    this.maxBytes = maxBytes;
    this.bytes = maxBytes;
  }

  /** A message is taken while less than this waits. Any thread. */
  long bytes() {
    return bytes;
  }

  /**
   * A turn of the loop is over.
   *
   * @param now nanoseconds of a monotonic clock
   * @param ordered bytes that were ordered since the last turn
   * @param hasWork whether any wait
   * @param rotationNanos how long the token takes to come round; 0 if nobody knows
   */
  void turn(long now, long ordered, boolean hasWork, long rotationNanos) {
    busyNanos += hadWork ? now - lastNanos : 0;
    lastNanos = now;
    hadWork = hasWork;
    orderedBytes += ordered;
    if (busyNanos < Math.max(STRETCH_NANOS, rotationNanos)) {
      return;
    }
    double rate = (double) orderedBytes / busyNanos;
    bytesPerNano += (rate - bytesPerNano) * (rate > bytesPerNano ? 1 : WEIGHT);
    busyNanos = 0;
    orderedBytes = 0;
    waitNanos = Math.max(WAIT_MIN_NANOS, waitNanos - waitNanos / SHORTER_DIVISOR);
    long wait = Math.max(waitNanos, ROTATIONS * rotationNanos);
    bytes = Math.min(maxBytes, Math.max(MIN_BYTES, (long) (bytesPerNano * wait)));
  }

  /** Nothing waits any more, and the senders that were told of room have not come yet. */
  void ranDry() {
    waitNanos = Math.min(WAIT_MAX_NANOS, 2 * waitNanos);
  }
}
