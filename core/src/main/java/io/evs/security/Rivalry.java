package io.evs.security;

/**
 * Two starts of one node id that both answer, from different addresses: the one that was there
 * first is asked again, and only if it is silent for a token time-out the other takes its place.
 */
final class Rivalry {
  // A rival that was silent for so long has gone, and the next one starts over.
  private static final long RIVAL_GONE_NANOS = 2_000_000_000L;

  private boolean asked;
  private long askedNanos;
  private long rivalNanos;
  private boolean alive;
  private long aliveNanos;

  /** The established start has answered. */
  void answered(long now) {
    asked = false;
    alive = true;
    aliveNanos = now;
  }

  /**
   * A rival has answered.
   *
   * @param quietNanos how long the established start may be silent
   * @return whether the established start has been silent for too long
   */
  boolean isSilent(long now, long quietNanos) {
    if (!asked || now - rivalNanos > quietNanos + RIVAL_GONE_NANOS) {
      asked = true;
      askedNanos = now;
    }
    rivalNanos = now;
    return now - askedNanos >= quietNanos;
  }

  /** Whether the established start has answered within this time. */
  boolean isAlive(long now, long quietNanos) {
    return alive && now - aliveNanos < quietNanos;
  }
}
