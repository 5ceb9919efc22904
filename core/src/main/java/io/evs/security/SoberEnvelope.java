package io.evs.security;

import io.evs.security.key.RingKey;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The envelope of openais and corosync 1.x with {@code secauth: on}: HMAC-SHA1, salt, SOBER-128,
 * and a type byte that nothing protects (docs/security.md, "Construction"). It knows no replay
 * protection.
 */
public final class SoberEnvelope implements Envelope {
  private static final int TAG_BYTES = 20;
  private static final int SALT_BYTES = 16;
  private static final int HEADER_BYTES = TAG_BYTES + SALT_BYTES;
  private static final int TYPE_BYTES = 1;
  private static final int KEY_BYTES = 128;
  private static final int SEED_BYTES = 32;
  private static final int PART_BYTES = 16;
  private static final byte TYPE_SOBER = 0;

  // Datagrams of hosts from which nothing authentic has come that are looked into, each second.
  private static final int STRANGERS_PER_HOST = 256;
  private static final int STRANGERS_IN_ALL = 4096;

  private final Sober128 keys = new Sober128();
  private final Sober128 salts = new Sober128();
  private final byte[] derived = new byte[3 * PART_BYTES];
  private final byte[] salt = new byte[SALT_BYTES];
  private final byte[] tag = new byte[TAG_BYTES];
  private final Mac mac;
  private final Surroundings around;
  private final Complaints complaints;
  private final Budget budget;
  private final KnownHosts known = new KnownHosts();
  private long rejectedShort;
  private long rejectedForged;
  private long rejectedOverBudget;

  /** An envelope of a ring's first key bytes, which is all that corosync uses of a key file. */
  public SoberEnvelope(RingKey key, Surroundings around) {
    this(key.prefix(KEY_BYTES), around);
  }

  /**
   * As above with the bytes themselves: corosync also takes shorter keys from its configuration.
   */
  SoberEnvelope(byte[] key, Surroundings around) {
    this.around = around;
    this.complaints = new Complaints(around);
    byte[] seed = new byte[SEED_BYTES];
    around.random(seed);
    byte[] hashKey = new byte[Budget.KEY_BYTES];
    around.random(hashKey);
    this.budget = new Budget(hashKey, STRANGERS_PER_HOST, STRANGERS_IN_ALL, around.nanoTime());
    keys.add(key, 0, key.length);
    salts.add(seed, 0, SEED_BYTES);
    try {
      mac = Mac.getInstance("HmacSHA1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }

  @Override
  public int overheadBytes() {
    return HEADER_BYTES + TYPE_BYTES;
  }

  @Override
  public int seal(byte[] plain, int length, byte[] out) {
    salts.read(salt, SALT_BYTES);
    System.arraycopy(salt, 0, out, TAG_BYTES, SALT_BYTES);
    derive();
    System.arraycopy(plain, 0, out, HEADER_BYTES, length);
    cipher().apply(out, HEADER_BYTES, length);
    authenticate(out, SALT_BYTES + length);
    System.arraycopy(tag, 0, out, 0, TAG_BYTES);
    out[HEADER_BYTES + length] = TYPE_SOBER;
    return HEADER_BYTES + length + TYPE_BYTES;
  }

  @Override
  public int open(byte[] sealed, int length, InetSocketAddress from, byte[] out, Replies replies) {
    if (length < HEADER_BYTES + TYPE_BYTES) {
      rejectedShort++;
      return NOTHING;
    }
    boolean stranger = !known.has(from);
    if (stranger && !budget.take(from.getAddress(), around.nanoTime())) {
      rejectedOverBudget++;
      return NOTHING;
    }
    System.arraycopy(sealed, TAG_BYTES, salt, 0, SALT_BYTES);
    derive();
    int end = length;
    boolean authentic = false;
    if (sealed[length - 1] == TYPE_SOBER) {
      end = length - TYPE_BYTES;
      authentic = isAuthentic(sealed, end);
    }
    if (!authentic) {
      // Older senders have no type byte.
      end = length;
      authentic = isAuthentic(sealed, end);
    }
    if (!authentic) {
      rejectedForged++;
      complaints.tell(from, "uses another key, or none: its packets are dropped");
      return NOTHING;
    }
    if (stranger) {
      known.add(from);
    }
    int plain = end - HEADER_BYTES;
    System.arraycopy(sealed, HEADER_BYTES, out, 0, plain);
    cipher().apply(out, 0, plain);
    return plain;
  }

  /** IV, cipher key and HMAC key of the salt, in this order. */
  private void derive() {
    keys.add(salt, 0, SALT_BYTES);
    keys.read(derived, derived.length);
  }

  private Sober128 cipher() {
    Sober128 cipher = new Sober128();
    cipher.add(derived, PART_BYTES, PART_BYTES);
    cipher.add(derived, 0, PART_BYTES);
    return cipher;
  }

  private boolean isAuthentic(byte[] sealed, int end) {
    authenticate(sealed, end - TAG_BYTES);
    int different = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      different |= sealed[i] ^ tag[i];
    }
    return different == 0;
  }

  private void authenticate(byte[] data, int length) {
    try {
      mac.init(new SecretKeySpec(derived, 2 * PART_BYTES, PART_BYTES, "HmacSHA1"));
      mac.update(data, TAG_BYTES, length);
      mac.doFinal(tag, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA1 failed", e);
    }
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("security_rejected_short", rejectedShort);
    values.put("security_rejected_forged", rejectedForged);
    values.put("security_rejected_over_budget", rejectedOverBudget);
    return values;
  }
}
