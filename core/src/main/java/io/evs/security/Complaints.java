package io.evs.security;

import java.net.InetSocketAddress;

/** Says who does not belong to the ring, at most once a second. */
final class Complaints {
  private static final long EVERY_NANOS = 1_000_000_000L;

  private final Surroundings around;
  private boolean told;
  private long toldNanos;

  Complaints(Surroundings around) {
    this.around = around;
  }

  /** Whether something would be said now. */
  boolean isDue() {
    return !told || around.nanoTime() - toldNanos >= EVERY_NANOS;
  }

  void tell(InetSocketAddress from, String does) {
    if (isDue()) {
      told = true;
      toldNanos = around.nanoTime();
      around.stranger(from, does);
    }
  }
}
