package io.evs.totem;

/**
 * When to send a token again: measured like TCP's retransmission time-out (decisions.md section 4):
 * {@code clamp(srtt + 4 rttvar, minimum, token_retransmit)}, doubled at each repetition, and by
 * Karn's rule not measured over repeated tokens.
 */
final class RotationTimer {
  private final long minimumNanos;
  private final long maximumNanos;
  private long srttNanos;
  private long variationNanos;
  private long sentAtNanos;
  private boolean measuring;
  private long currentNanos;
  private int repetitions;

  RotationTimer(RingPolicy policy) {
    this.minimumNanos = policy.rtoMinNanos();
    this.maximumNanos = policy.tokenRetransmitNanos();
  }

  /** The token was sent on; returns how long to wait before sending it again. */
  long sent(long now, boolean idle) {
    sentAtNanos = now;
    measuring = !idle;
    repetitions = 0;
    currentNanos = idle ? maximumNanos : base();
    return currentNanos;
  }

  /** The token came round. */
  void received(long now) {
    if (!measuring || repetitions > 0) {
      return;
    }
    long sample = now - sentAtNanos;
    if (srttNanos == 0) {
      srttNanos = sample;
      variationNanos = sample / 2;
    } else {
      variationNanos += (Math.abs(sample - srttNanos) - variationNanos) / 4;
      srttNanos += (sample - srttNanos) / 8;
    }
    measuring = false;
  }

  /** The token was sent again; returns how long to wait before the next time. */
  long repeated() {
    repetitions++;
    currentNanos = Math.min(currentNanos * 2, maximumNanos);
    return currentNanos;
  }

  /** How often the current token was sent again. */
  int repetitions() {
    return repetitions;
  }

  /** Time-out for something that takes a hop or two, from what is known of the rotation. */
  long base() {
    if (srttNanos == 0) {
      return Math.min(10 * minimumNanos, maximumNanos);
    }
    return Math.max(minimumNanos, Math.min(maximumNanos, srttNanos + 4 * variationNanos));
  }

  /** Smoothed rotation time, 0 before the first measurement. */
  long smoothedNanos() {
    return srttNanos;
  }
}
