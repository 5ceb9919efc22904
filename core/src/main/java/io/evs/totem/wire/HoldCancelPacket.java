package io.evs.totem.wire;

import io.evs.RingId;

/** Asks the representative to release a held token (docs/protocol.md, "Packets"). */
public final class HoldCancelPacket {
  /** Offset of the ring id. */
  public static final int RING_ID = 13;

  /** Length of the packet. */
  public static final int LENGTH = 25;

  private HoldCancelPacket() {}

  /** Writes the packet. */
  public static void write(Packet packet, int sender, RingId ring) {
    Header.write(packet.data(), 0, Header.HOLD_CANCEL, 0, sender);
    RingIdField.write(packet.data(), RING_ID, ring);
    packet.length(LENGTH);
  }
}
