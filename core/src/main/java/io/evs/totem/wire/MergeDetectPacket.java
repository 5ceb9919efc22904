package io.evs.totem.wire;

import io.evs.RingId;

/** Merge detection (docs/protocol.md, "Packets"). */
public final class MergeDetectPacket {
  /** Offset of the u32 sender. */
  public static final int SYSTEM_FROM = 13;

  /** Offset of the ring id of the sender. */
  public static final int RING_ID = 17;

  /** Length without trailer. */
  public static final int LENGTH = 29;

  private MergeDetectPacket() {}

  /** Who sent it. */
  public static int systemFrom(byte[] data) {
    return Bytes.getInt(data, SYSTEM_FROM);
  }

  /** Writes the message without trailer. */
  public static void write(Packet packet, int sender, RingId ring) {
    byte[] data = packet.data();
    Header.write(data, 0, Header.MERGE_DETECT, 0, sender);
    Bytes.putInt(data, SYSTEM_FROM, sender);
    RingIdField.write(data, RING_ID, ring);
    packet.length(LENGTH);
  }
}
