package io.evs.totem.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian integers in byte arrays; unaligned access is fine. */
public final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  /** A 32-bit value. */
  public static int getInt(byte[] data, int offset) {
    return (int) INT.get(data, offset);
  }

  /** Writes a 32-bit value. */
  public static void putInt(byte[] data, int offset, int value) {
    INT.set(data, offset, value);
  }

  /** A 64-bit value. */
  public static long getLong(byte[] data, int offset) {
    return (long) LONG.get(data, offset);
  }

  /** Writes a 64-bit value. */
  public static void putLong(byte[] data, int offset, long value) {
    LONG.set(data, offset, value);
  }

  /** An unsigned 16-bit value. */
  public static int getUnsignedShort(byte[] data, int offset) {
    return Short.toUnsignedInt((short) SHORT.get(data, offset));
  }

  /** Writes the low 16 bits. */
  public static void putShort(byte[] data, int offset, int value) {
    SHORT.set(data, offset, (short) value);
  }

  /** An unsigned 8-bit value. */
  public static int getUnsignedByte(byte[] data, int offset) {
    return data[offset] & 0xff;
  }
}
