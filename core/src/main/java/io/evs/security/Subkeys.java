package io.evs.security;

import io.evs.SecuritySuite;
import java.nio.ByteBuffer;
import javax.crypto.SecretKey;

/**
 * The key of one sender, one start of it and 2^30 of its packets: HKDF-Expand of the ring key with
 * suite, node id, salt and {@code counter >> 30} (decisions.md section 11). A nonce is a counter,
 * so that it cannot repeat under a subkey, restarts and changes of the clock included.
 */
final class Subkeys {
  /** Packets under one subkey, as a power of two: GCM allows 2^32 (SP 800-38D section 8.3). */
  static final int PACKETS_LOG2 = 30;

  private final byte[] purpose;
  private final Aead aead;

  Subkeys(SecuritySuite suite, Aead aead) {
    this.purpose = RingKey.ascii("evs envelope 1 " + suite.text() + "\0");
    this.aead = aead;
  }

  static long epoch(long counter) {
    return counter >>> PACKETS_LOG2;
  }

  SecretKey derive(RingKey ring, int nodeId, long salt, long epoch) {
    ByteBuffer info = ByteBuffer.allocate(purpose.length + Integer.BYTES + 2 * Long.BYTES);
    info.put(purpose).putInt(nodeId).putLong(salt).putLong(epoch);
    return aead.key(ring.derive(info.array(), Aead.KEY_BYTES));
  }
}
