package io.evs.security.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The key that all members of a ring share: 128 to 4096 bytes, as corosync's. Any thread, until it
 * is wiped. Packets are never sealed with it but with subkeys (RFC 5869, HKDF with SHA-256).
 */
public final class RingKey {
  /** Shortest key that corosync reads. */
  public static final int MIN_BYTES = 128;

  /** Longest key that corosync reads. */
  public static final int MAX_BYTES = 4096;

  private static final int FINGERPRINT_DIGITS = 16;
  private static final byte[] EXTRACT_SALT = ascii("evs ring key 1");
  private static final byte[] ID_INFO = ascii("key id");

  private final byte[] bytes;
  private final byte[] pseudoRandomKey;
  private final int id;
  private final String fingerprint;
  private volatile boolean wiped;

  /**
   * A key.
   *
   * @throws IllegalArgumentException if it has fewer than 128 or more than 4096 bytes
   */
  public RingKey(byte[] key) {
    if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a ring key has " + MIN_BYTES + " to " + MAX_BYTES + " bytes, not " + key.length);
    }
    bytes = key.clone();
    pseudoRandomKey = hkdf().extractPRK(EXTRACT_SALT, bytes);
    id = ByteBuffer.wrap(derive(ID_INFO, Integer.BYTES)).getInt();
    fingerprint = fingerprint(bytes);
  }

  private static HKDFBytesGenerator hkdf() {
    return new HKDFBytesGenerator(SHA256Digest.newInstance());
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Names the key for people and in files; says nothing of it. */
  public int id() {
    return id;
  }

  /** The id as people write it: 8 hexadecimal digits. */
  public String name() {
    return name(id);
  }

  /** An id as people write it: 8 hexadecimal digits. */
  public static String name(int id) {
    return HexFormat.of().toHexDigits(id);
  }

  /** Overwrites the key; what is asked of it then but its names fails. */
  void wipe() {
    wiped = true;
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(pseudoRandomKey, (byte) 0);
  }

  private void mustBeThere() {
    if (wiped) {
      throw new IllegalStateException("key " + name() + " is retired");
    }
  }

  /** The key itself; a copy. */
  byte[] bytes() {
    mustBeThere();
    return bytes.clone();
  }

  /** First digits of the SHA-256 of the key, for people to compare. */
  public String fingerprint() {
    return fingerprint;
  }

  /** First digits of the SHA-256 of a key, for people to compare. */
  public static String fingerprint(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The first bytes of the key itself, for suites that use it as it is. */
  public byte[] prefix(int length) {
    mustBeThere();
    return Arrays.copyOf(bytes, length);
  }

  /** A subkey for a purpose. */
  public byte[] derive(byte[] info, int length) {
    mustBeThere();
    HKDFBytesGenerator generator = hkdf();
    generator.init(HKDFParameters.skipExtractParameters(pseudoRandomKey, info));
    byte[] out = new byte[length];
    generator.generateBytes(out, 0, length);
    return out;
  }
}
