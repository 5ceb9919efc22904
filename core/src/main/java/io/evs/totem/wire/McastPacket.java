package io.evs.totem.wire;

import io.evs.RingId;

/**
 * A message packet: 45 bytes of header, then the payload (docs/protocol.md, "Packets"). The payload
 * is a packing packet (plain) or a whole packet of an old ring (recovered).
 */
public final class McastPacket {
  /** Offset of the u32 originator. */
  public static final int SYSTEM_FROM = 13;

  /** Offset of the u32 ring sequence number. */
  public static final int SEQ = 17;

  /** Offset of the i32 per-sender counter that nobody evaluates. */
  public static final int THIS_SEQNO = 21;

  /** Offset of the ring id. */
  public static final int RING_ID = 25;

  /** Offset of the u32 that is always 0. */
  public static final int UNUSED_NODE_ID = 37;

  /** Offset of the i32 guarantee: 0 agreed, 1 safe. */
  public static final int GUARANTEE = 41;

  /** Length of the header; the payload starts here. */
  public static final int HEADER_LENGTH = 45;

  /** Guarantee value of safe delivery. */
  public static final int SAFE = 1;

  private McastPacket() {}

  /** Node id of the originator, unsigned. */
  public static int systemFrom(byte[] data) {
    return Bytes.getInt(data, SYSTEM_FROM);
  }

  /** Ring sequence number, raw. */
  public static int seq(byte[] data) {
    return Bytes.getInt(data, SEQ);
  }

  /** Whether the guarantee is safe. */
  public static boolean isSafe(byte[] data) {
    return Bytes.getInt(data, GUARANTEE) == SAFE;
  }

  /** Writes the header for a packet of this node. */
  public static void write(
      byte[] data,
      int encapsulated,
      int nodeId,
      int seq,
      int thisSeqno,
      RingId ring,
      boolean safe) {
    Header.write(data, 0, Header.MCAST, encapsulated, nodeId);
    Bytes.putInt(data, SYSTEM_FROM, nodeId);
    Bytes.putInt(data, SEQ, seq);
    Bytes.putInt(data, THIS_SEQNO, thisSeqno);
    RingIdField.write(data, RING_ID, ring);
    Bytes.putInt(data, UNUSED_NODE_ID, 0);
    Bytes.putInt(data, GUARANTEE, safe ? SAFE : 0);
  }
}
