package io.evs.totem.part;

/**
 * When to send a token again: measured like TCP's retransmission time-out (docs/protocol.md,
 * "Sending a token again"): {@code clamp(srtt + 4 rttvar, minimum, token_retransmit)}, doubled at
 * each repetition, and by Karn's rule not measured over repeated tokens.
 */
public final class RotationTimer {
  /** A rotation in which somebody's token was lost counts as this many ordinary ones at most. */
  private static final int OUTLIER_TIMES = 3;

  /** A token that may rest is waited for so many times as long. */
  private static final int REST_TIMES = 8;

  /** Weight of one token in the share of tokens that had to be sent again. */
  private static final double LOSS_WEIGHT = 1.0 / 64;

  /** From these shares on a token is sent twice, and three times, at once. */
  private static final double SECOND_COPY_SHARE = 0.01;

  private static final double THIRD_COPY_SHARE = 0.15;

  private final long minimumNanos;
  private final long maximumNanos;
  private long srttNanos;
  private long variationNanos;
  private long sentAtNanos;
  private boolean measuring;
  private long currentNanos;
  private int repetitions;
  private double repeatedShare;

  public RotationTimer(RingPolicy policy) {
    this.minimumNanos = policy.rtoMinNanos();
    this.maximumNanos = policy.tokenRetransmitNanos();
  }

  /** The token was sent on; returns how long to wait before sending it again. */
  public long sent(long now, Idleness idleness) {
    repeatedShare += ((repetitions > 0 ? 1 : 0) - repeatedShare) * LOSS_WEIGHT;
    sentAtNanos = now;
    measuring = idleness == Idleness.BUSY;
    repetitions = 0;
    currentNanos =
        switch (idleness) {
          case BUSY -> base();
          case RESTS_SOON -> Math.min(REST_TIMES * base(), maximumNanos);
          case IDLE -> maximumNanos;
        };
    return currentNanos;
  }

  /** The token came round. */
  public void received(long now) {
    if (!measuring || repetitions > 0) {
      return;
    }
    long sample = now - sentAtNanos;
    if (srttNanos == 0) {
      srttNanos = sample;
      variationNanos = sample / 2;
    } else {
      sample = Math.min(sample, OUTLIER_TIMES * srttNanos);
      variationNanos += (Math.abs(sample - srttNanos) - variationNanos) / 4;
      srttNanos += (sample - srttNanos) / 8;
    }
    measuring = false;
  }

  /** The token was sent again; returns how long to wait before the next time. */
  public long repeated() {
    repetitions++;
    currentNanos = Math.min(currentNanos * 2, maximumNanos);
    return currentNanos;
  }

  /**
   * How many copies of a token to send at once. Where tokens get lost, waiting for the time-out
   * costs many rotations, and one more small datagram nothing; every implementation ignores a copy.
   */
  public int copies() {
    if (repeatedShare < SECOND_COPY_SHARE) {
      return 1;
    }
    return repeatedShare < THIRD_COPY_SHARE ? 2 : 3;
  }

  /** How often the current token was sent again. */
  public int repetitions() {
    return repetitions;
  }

  /** Time-out for something that takes a hop or two, from what is known of the rotation. */
  public long base() {
    if (srttNanos == 0) {
      return Math.min(10 * minimumNanos, maximumNanos);
    }
    return Math.max(minimumNanos, Math.min(maximumNanos, srttNanos + 4 * variationNanos));
  }

  /** Smoothed rotation time, 0 before the first measurement. */
  public long smoothedNanos() {
    return srttNanos;
  }
}
