package io.evs.security;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * The key of one sender, one start of it and 2^30 of its packets. Unlike the JDK's own class it can
 * be wiped.
 */
final class Subkey implements SecretKey {
  private static final long serialVersionUID = 1;

  /** Of the ring key it was made from, as packets name it. */
  final int keyId;

  final long epoch;
  private final String algorithm;
  private final byte[] bytes;
  private transient Object owner;

  /** A subkey that takes the bytes over. */
  Subkey(int keyId, long epoch, String algorithm, byte[] bytes) {
    this.keyId = keyId;
    this.epoch = epoch;
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  /** Gives it to who will wipe it. */
  void owner(Object keeper) {
    owner = keeper;
  }

  /** Whether it is for this one to wipe. */
  boolean isOf(Object keeper) {
    return owner == keeper;
  }

  /** Overwrites it unless somebody keeps it. */
  void wipeIfUnused() {
    if (owner == null) {
      wipe();
    }
  }

  /** Overwrites the key; nobody may use it afterwards. */
  void wipe() {
    Arrays.fill(bytes, (byte) 0);
  }
}
