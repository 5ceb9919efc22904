package io.evs.node.flow;

/**
 * How much the applications of a node may send while its own receivers are congested: the ring's
 * flow control alone leaves a packet to each token visit, which on a fast ring is still more than a
 * receiver that does not run can bear. Little, but never nothing, or one receiver that does not run
 * at all would stop everybody. Times are nanoseconds of a monotonic clock. Loop thread only.
 */
public final class SubmissionRateLimit {
  public static final long BYTES_PER_SECOND = 8_000_000;

  private static final long BURST_BYTES = 64 << 10;
  private static final long RETRY_NANOS = 1_000_000;

  private boolean congested;
  private long allowedBytes;
  private long lastNanos;

  /** A turn begins. */
  public void turn(long now, boolean congestedNow) {
    if (congestedNow && congested) {
      // After a longer time the burst bounds it anyway; so long an elapse must not overflow.
      long elapsed = Math.min(now - lastNanos, 1_000_000_000L);
      allowedBytes =
          Math.min(BURST_BYTES, allowedBytes + elapsed * BYTES_PER_SECOND / 1_000_000_000L);
    } else if (congestedNow) {
      allowedBytes = BURST_BYTES;
    }
    congested = congestedNow;
    lastNanos = now;
  }

  /** Whether a message may be taken now. */
  public boolean isOpen() {
    return !congested || allowedBytes > 0;
  }

  /** A message was taken; a large one is paid for afterwards. */
  public void took(long bytes) {
    allowedBytes -= bytes;
  }

  /** The loop must look again by then, if something waits. */
  public long retryAt(long now) {
    return now + RETRY_NANOS;
  }
}
