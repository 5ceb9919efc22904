package io.evs.security;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The clear but authenticated header of our envelope (docs/security.md, "Construction"), big
 * endian: version 1, type 1, key id 4, node id 4, salt 8, counter 8 bytes.
 */
final class EnvelopeHeader {
  static final int LENGTH = 26;

  /** No packet of Totem begins so: those of corosync 3 with 0x70 or 0xC0, those of 1.x below 6. */
  static final byte VERSION_VALUE = (byte) 0xe2;

  /** The first version, whose challenges named no address. */
  static final byte VERSION_BEFORE = (byte) 0xe1;

  /** The contents are a packet for the member. */
  static final byte DATA = 0;

  /** The contents are a challenge: show that you are there now. */
  static final byte CHALLENGE = 1;

  /** The contents are what the challenge asked to be sent back. */
  static final byte ANSWER = 2;

  private static final int VERSION = 0;
  private static final int TYPE = 1;
  private static final int KEY_ID = 2;
  private static final int NODE_ID = 6;
  private static final int SALT = 10;
  private static final int COUNTER = 18;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private EnvelopeHeader() {}

  static void write(byte[] out, byte type, int keyId, int nodeId, long salt, long counter) {
    out[VERSION] = VERSION_VALUE;
    out[TYPE] = type;
    INT.set(out, KEY_ID, keyId);
    INT.set(out, NODE_ID, nodeId);
    LONG.set(out, SALT, salt);
    LONG.set(out, COUNTER, counter);
  }

  static byte version(byte[] data) {
    return data[VERSION];
  }

  static byte type(byte[] data) {
    return data[TYPE];
  }

  static int keyId(byte[] data) {
    return (int) INT.get(data, KEY_ID);
  }

  static int nodeId(byte[] data) {
    return (int) INT.get(data, NODE_ID);
  }

  static long salt(byte[] data) {
    return (long) LONG.get(data, SALT);
  }

  static long counter(byte[] data) {
    return (long) LONG.get(data, COUNTER);
  }
}
