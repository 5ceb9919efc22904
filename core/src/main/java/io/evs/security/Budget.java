package io.evs.security;

import java.net.InetAddress;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * How much work datagrams of strangers may cause: so much a second for each host and for all
 * together, in tables of fixed size. Hosts that share a place by chance share its share; nobody can
 * choose an address for it, as the hash has a key.
 */
final class Budget {
  /** Length of the key of the hash. */
  static final int KEY_BYTES = 16;

  private static final int PLACES_LOG2 = 10;

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

  private final Bucket[] places = new Bucket[1 << PLACES_LOG2];
  private final Bucket total;
  private final SipHash hash = new SipHash();

  /**
   * A full budget.
   *
   * @param hashKey random
   * @param perHost datagrams a second of one host, half of which it may send at once
   * @param all datagrams a second of all hosts together, and at once
   */
  Budget(byte[] hashKey, int perHost, int all, long now) {
    hash.init(new KeyParameter(hashKey));
    this.total = new Bucket(all, all, now);
    for (int i = 0; i < places.length; i++) {
      places[i] = new Bucket(Math.max(1, perHost / 2), perHost, now);
    }
  }

  /** Whether one more datagram of this host, from whichever port, may be looked into. */
  boolean take(InetAddress host, long now) {
    byte[] bytes = host.getAddress();
    hash.update(bytes, 0, bytes.length);
    Bucket place = places[(int) (hash.doFinal() >>> Long.SIZE - PLACES_LOG2)];
    // The host pays first: who has used up its share must not use up that of all.
    if (!place.has(now) || !total.has(now)) {
      return false;
    }
    place.take();
    total.take();
    return true;
  }
}
