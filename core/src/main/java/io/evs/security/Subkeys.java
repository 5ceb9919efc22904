package io.evs.security;

import io.evs.SecuritySuite;
import io.evs.security.key.KeyRing;
import io.evs.security.key.RingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The installed keys as the packets of one ring name and use them (docs/security.md). Name and
 * suite of the ring go into all that is derived: one key on two rings, or under two suites, is as
 * two keys, and a packet of the other ring is told by its key id, before any work is done.
 *
 * <p>A packet is sealed with HKDF-Expand of the ring key with suite, ring name, node id, salt and
 * {@code counter >> 30}. A nonce is a counter, so that it cannot repeat under such a subkey,
 * restarts and changes of the clock included.
 */
final class Subkeys implements KeyRing.Watcher {
  /** Packets under one subkey, as a power of two: GCM allows 2^32 (SP 800-38D section 8.3). */
  static final int PACKETS_LOG2 = 30;

  /** Told of keys that nothing may be opened with any more. */
  interface Retirement {
    /** Subkeys of this key are to be wiped. */
    void retired(int keyId);
  }

  private static final SecuritySuite[] SUITES = {
    SecuritySuite.AES_256_GCM, SecuritySuite.CHACHA20_POLY1305
  };

  private record Installed(RingKey key, int id) {}

  private final SecuritySuite suite;
  private final byte[] ringName;
  private final byte[] purpose;
  private final KeyRing keys;
  private final Retirement retirement;
  private Installed[] installed = {};

  Subkeys(SecuritySuite suite, String ringName, KeyRing keys, Retirement retirement) {
    this.suite = suite;
    this.ringName = ringName.getBytes(StandardCharsets.UTF_8);
    this.purpose = info("packets", suite);
    this.keys = keys;
    this.retirement = retirement;
    keys.watch(this);
    installed();
  }

  static long epoch(long counter) {
    return counter >>> PACKETS_LOG2;
  }

  /** What is derived for this purpose, suite and ring begins with these bytes. */
  private byte[] info(String what, SecuritySuite of) {
    byte[] head = RingKey.ascii("evs envelope 2 " + what + " " + of.text() + "\0");
    return ByteBuffer.allocate(head.length + Integer.BYTES + ringName.length)
        .put(head)
        .putInt(ringName.length)
        .put(ringName)
        .array();
  }

  private int id(RingKey key, SecuritySuite of) {
    return ByteBuffer.wrap(key.derive(info("key id", of), Integer.BYTES)).getInt();
  }

  @Override
  public void installed() {
    installed =
        keys.all().stream()
            .map(each -> new Installed(each, id(each, suite)))
            .toArray(Installed[]::new);
  }

  @Override
  public void retired(RingKey key) {
    int id = id(key, suite);
    installed();
    retirement.retired(id);
  }

  /** The key that packets name so; null if it is not installed, or of another ring or suite. */
  RingKey find(int keyId) {
    for (Installed each : installed) {
      if (each.id == keyId) {
        return each.key;
      }
    }
    return null;
  }

  /** How packets name an installed key. */
  int idOf(RingKey key) {
    for (Installed each : installed) {
      if (each.key == key) {
        return each.id;
      }
    }
    throw new IllegalArgumentException("key " + key.name() + " is not installed");
  }

  /** The other suite in which packets name an installed key so. */
  Optional<SecuritySuite> otherSuite(int keyId) {
    for (SecuritySuite each : SUITES) {
      for (Installed one : installed) {
        if (each != suite && id(one.key, each) == keyId) {
          return Optional.of(each);
        }
      }
    }
    return Optional.empty();
  }

  Subkey derive(RingKey ring, int nodeId, long salt, long epoch) {
    ByteBuffer info = ByteBuffer.allocate(purpose.length + Integer.BYTES + 2 * Long.BYTES);
    info.put(purpose).putInt(nodeId).putLong(salt).putLong(epoch);
    byte[] bytes = ring.derive(info.array(), Aead.KEY_BYTES);
    String algorithm = suite == SecuritySuite.AES_256_GCM ? "AES" : "ChaCha20";
    return new Subkey(idOf(ring), epoch, algorithm, bytes);
  }
}
