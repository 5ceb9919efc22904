package io.evs.sim.world;

import io.evs.sim.net.Datagram;
import java.util.Arrays;

/**
 * Checks that a member gives a ring up when no new token has come for the token time-out: copies of
 * the last one do not count (S2).
 */
final class LossWatch {
  private byte[] last = {};
  private long freshNanos;

  /**
   * A packet arrived; times are of the process's clock.
   *
   * @param listening whether the member is in a state in which it may take a token
   */
  void received(Datagram datagram, boolean listening, long now) {
    boolean token = datagram.is(Datagram.TOKEN) && listening;
    if (datagram.is(Datagram.COMMIT) || (token && !Arrays.equals(datagram.bytes(), last))) {
      freshNanos = now;
      last = datagram.bytes();
    }
  }

  /** Whether a ring of several members is older than its last token may be. */
  boolean overdue(long now, long tokenNanos) {
    return now - freshNanos > tokenNanos;
  }
}
