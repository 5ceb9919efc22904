package io.evs.sim;

import io.evs.RingId;

/**
 * Checks that a member gives a ring up when no new token has come for the token time-out: copies of
 * the last one do not count (S2).
 */
final class LossWatch {
  private RingId ring;
  private int tokenSeq;
  private long freshNanos;

  /** A packet arrived; times are of the process's clock. */
  void received(Datagram datagram, long now) {
    if (!datagram.is(Datagram.TOKEN) && !datagram.is(Datagram.COMMIT)) {
      return;
    }
    RingId of = datagram.ring();
    if (datagram.is(Datagram.COMMIT) || !of.equals(ring) || datagram.tokenSeq() != tokenSeq) {
      freshNanos = now;
    }
    ring = of;
    tokenSeq = datagram.tokenSeq();
  }

  /** Whether a ring of several members is older than its last token may be. */
  boolean overdue(long now, long tokenNanos) {
    return now - freshNanos > tokenNanos;
  }
}
