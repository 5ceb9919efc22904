package io.evs.security;

import java.net.InetSocketAddress;

/**
 * How much work datagrams of strangers may cause: so many a second for each address and for all
 * together, in tables of fixed size. Addresses that share a place by chance share its share.
 */
final class Budget {
  private static final int PLACES = 1024;
  private static final int PER_ADDRESS_BURST = 128;
  private static final int PER_ADDRESS_PER_SECOND = 256;
  private static final int TOTAL_BURST = 4096;
  private static final int TOTAL_PER_SECOND = 4096;

  /** Tokens that come back with time. */
  private static final class Bucket {
    private final int burst;
    private final long nanosPerToken;
    private double tokens;
    private long lastNanos;

    Bucket(int burst, int perSecond, long now) {
      this.burst = burst;
      this.nanosPerToken = 1_000_000_000L / perSecond;
      this.tokens = burst;
      this.lastNanos = now;
    }

    boolean has(long now) {
      tokens = Math.min(burst, tokens + (double) (now - lastNanos) / nanosPerToken);
      lastNanos = now;
      return tokens >= 1;
    }

    void take() {
      tokens--;
    }
  }

  private final Bucket[] places = new Bucket[PLACES];
  private final Bucket total;
  private final int hashSeed;

  /**
   * A full budget.
   *
   * @param hashSeed random, so that nobody can choose addresses that share a place
   */
  Budget(int hashSeed, long now) {
    this.hashSeed = hashSeed;
    this.total = new Bucket(TOTAL_BURST, TOTAL_PER_SECOND, now);
    for (int i = 0; i < PLACES; i++) {
      places[i] = new Bucket(PER_ADDRESS_BURST, PER_ADDRESS_PER_SECOND, now);
    }
  }

  /** Whether one more datagram of this address may be looked into. */
  boolean take(InetSocketAddress from, long now) {
    int hash = (from.hashCode() ^ hashSeed) * 0x9e3779b1;
    Bucket place = places[hash >>> 22];
    // The address pays first: who has used up its share must not use up that of all.
    if (!place.has(now) || !total.has(now)) {
      return false;
    }
    place.take();
    total.take();
    return true;
  }
}
