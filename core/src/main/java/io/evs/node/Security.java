package io.evs.node;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.SecuritySuite;
import io.evs.security.AeadEnvelope;
import io.evs.security.Envelope;
import io.evs.security.KeyFiles;
import io.evs.security.KeyRing;
import io.evs.security.RingKey;
import io.evs.security.SoberEnvelope;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the envelope of a member from its configuration. */
final class Security {
  private static final Logger LOG = LoggerFactory.getLogger(Security.class);
  private static final int SEED_BYTES = 32;

  private final SecuritySuite suite;
  private final Optional<RingKey> key;

  /**
   * Reads the key.
   *
   * @throws EvsException SECURITY, with one sentence
   */
  Security(EvsConfig config) {
    suite = config.securityInUse();
    if (!suite.needsKey()) {
      key = Optional.empty();
      return;
    }
    Optional<byte[]> given = config.key();
    key =
        Optional.of(
            given.isPresent()
                ? new RingKey(given.get())
                : KeyFiles.read(config.keyFile().orElseThrow()));
    if (suite == SecuritySuite.SOBER128_HMAC_SHA1) {
      LOG.warn(
          "security suite {} is weak: packets can be replayed, and its ciphers are no longer trusted;"
              + " use it only to talk to corosync 1.x",
          suite);
    }
  }

  SecuritySuite suite() {
    return suite;
  }

  /** First digits of the key's SHA-256; empty without a key. */
  String fingerprint() {
    return key.map(RingKey::fingerprint).orElse("");
  }

  /** The envelope of this start of a node; empty if packets travel as they are. */
  Optional<Envelope> envelope(int nodeId) {
    return key.map(ring -> envelope(ring, nodeId));
  }

  private Envelope envelope(RingKey ring, int nodeId) {
    SecureRandom random = new SecureRandom();
    if (suite == SecuritySuite.SOBER128_HMAC_SHA1) {
      byte[] seed = new byte[SEED_BYTES];
      random.nextBytes(seed);
      return new SoberEnvelope(ring, seed);
    }
    String here = ring.fingerprint();
    return new AeadEnvelope(
        suite,
        new KeyRing(ring),
        nodeId,
        random::nextBytes,
        System::nanoTime,
        (from, does) ->
            LOG.warn(
                "{}:{} {}: its packets are dropped; the key here has fingerprint {}",
                from.getAddress().getHostAddress(),
                from.getPort(),
                does,
                here));
  }
}
