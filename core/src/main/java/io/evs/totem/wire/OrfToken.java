package io.evs.totem.wire;

import io.evs.RingId;

/** The token of an operational or recovering ring (docs/protocol.md, "Packets"). */
public final class OrfToken {
  /** Offset of the u32 highest sequence number used on the ring. */
  public static final int SEQ = 13;

  /** Offset of the u32 that grows with each forward. */
  public static final int TOKEN_SEQ = 17;

  /** Offset of the u32 all-received-up-to. */
  public static final int ARU = 21;

  /** Offset of the u32 node id of who lowered aru; 0 none. */
  public static final int ARU_ADDR = 25;

  /** Offset of the ring id. */
  public static final int RING_ID = 29;

  /** Offset of the u32 sum of the members' backlogs in packets. */
  public static final int BACKLOG = 41;

  /** Offset of the u32 number of packets sent in the last rotation. */
  public static final int FCC = 45;

  /** Offset of the i32 that says that recovery goes on. */
  public static final int RETRANS_FLG = 49;

  /** Offset of the i32 number of entries of the retransmission list. */
  public static final int RTR_ENTRIES = 53;

  /** Offset of the retransmission list. */
  public static final int RTR_LIST = 57;

  /** Length of one entry: ring id and sequence number. */
  public static final int RTR_ENTRY_LENGTH = 16;

  private OrfToken() {}

  /** Highest sequence number used. */
  public static int seq(byte[] data) {
    return Bytes.getInt(data, SEQ);
  }

  /** Sequence number of the token itself. */
  public static int tokenSeq(byte[] data) {
    return Bytes.getInt(data, TOKEN_SEQ);
  }

  /** All-received-up-to. */
  public static int aru(byte[] data) {
    return Bytes.getInt(data, ARU);
  }

  /** Who lowered aru; 0 none. */
  public static int aruAddr(byte[] data) {
    return Bytes.getInt(data, ARU_ADDR);
  }

  /** Sum of backlogs. */
  public static int backlog(byte[] data) {
    return Bytes.getInt(data, BACKLOG);
  }

  /** Packets of the last rotation. */
  public static int fcc(byte[] data) {
    return Bytes.getInt(data, FCC);
  }

  /** Recovery flag. */
  public static int retransFlg(byte[] data) {
    return Bytes.getInt(data, RETRANS_FLG);
  }

  /** Number of requests. */
  public static int rtrEntries(byte[] data) {
    return Bytes.getInt(data, RTR_ENTRIES);
  }

  /** Offset of request {@code index}. */
  public static int rtrOffset(int index) {
    return RTR_LIST + RTR_ENTRY_LENGTH * index;
  }

  /** Length of a token with so many requests. */
  public static int length(int rtrEntries) {
    return RTR_LIST + RTR_ENTRY_LENGTH * rtrEntries;
  }

  /** Writes a token without requests. */
  public static void write(
      Packet packet,
      int nodeId,
      int seq,
      int tokenSeq,
      int aru,
      int aruAddr,
      RingId ring,
      int retransFlg) {
    byte[] data = packet.data();
    Header.write(data, 0, Header.ORF_TOKEN, 0, nodeId);
    Bytes.putInt(data, SEQ, seq);
    Bytes.putInt(data, TOKEN_SEQ, tokenSeq);
    Bytes.putInt(data, ARU, aru);
    Bytes.putInt(data, ARU_ADDR, aruAddr);
    RingIdField.write(data, RING_ID, ring);
    Bytes.putInt(data, BACKLOG, 0);
    Bytes.putInt(data, FCC, 0);
    Bytes.putInt(data, RETRANS_FLG, retransFlg);
    Bytes.putInt(data, RTR_ENTRIES, 0);
    packet.length(RTR_LIST);
  }
}
