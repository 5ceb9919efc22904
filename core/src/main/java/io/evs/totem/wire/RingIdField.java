package io.evs.totem.wire;

import io.evs.RingId;

/** The 12-byte ring id inside packets: representative u32, sequence u64. */
public final class RingIdField {
  /** Length of the field. */
  public static final int LENGTH = 12;

  private RingIdField() {}

  /** Reads a ring id; allocates. */
  public static RingId read(byte[] data, int offset) {
    return new RingId(Bytes.getInt(data, offset), Bytes.getLong(data, offset + 4));
  }

  /** Writes a ring id. */
  public static void write(byte[] data, int offset, RingId ring) {
    Bytes.putInt(data, offset, ring.representative());
    Bytes.putLong(data, offset + 4, ring.sequence());
  }

  /** Compares without allocating. */
  public static boolean matches(byte[] data, int offset, RingId ring) {
    return Bytes.getInt(data, offset) == ring.representative()
        && Bytes.getLong(data, offset + 4) == ring.sequence();
  }

  /** Sequence part. */
  public static long sequence(byte[] data, int offset) {
    return Bytes.getLong(data, offset + 4);
  }
}
