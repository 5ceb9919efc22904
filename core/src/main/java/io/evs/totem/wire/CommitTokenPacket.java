package io.evs.totem.wire;

import io.evs.RingId;
import java.util.Arrays;

/** The commit token that forms a ring (docs/protocol.md, "Packets"). */
public final class CommitTokenPacket {
  /** Offset of the u32 that grows with each send. */
  public static final int TOKEN_SEQ = 13;

  /** Offset of the id of the ring to form. */
  public static final int RING_ID = 17;

  /** Offset of the u32 that is always 0. */
  public static final int RETRANS_FLG = 29;

  /** Offset of the i32 index of the next entry to fill. */
  public static final int MEMB_INDEX = 33;

  /** Offset of the i32 number of members. */
  public static final int ADDR_ENTRIES = 37;

  /** Offset of the members' node ids, ascending; the entries follow. */
  public static final int ADDRESSES = 41;

  /** Length of one entry. */
  public static final int ENTRY_LENGTH = 24;

  static final int ENTRY_ARU = 12;
  static final int ENTRY_HIGH_DELIVERED = 16;
  static final int ENTRY_RECEIVED_FLG = 20;

  private CommitTokenPacket() {}

  /** Number of members. */
  public static int members(byte[] data) {
    return Bytes.getInt(data, ADDR_ENTRIES);
  }

  /** Index of the next entry to fill; the number of members in the second rotation. */
  public static int index(byte[] data) {
    return Bytes.getInt(data, MEMB_INDEX);
  }

  /** Node id of member {@code i}. */
  public static int address(byte[] data, int i) {
    return Bytes.getInt(data, ADDRESSES + 4 * i);
  }

  /** All members, ascending; allocates. */
  public static int[] addresses(byte[] data) {
    int[] ids = new int[members(data)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = address(data, i);
    }
    return ids;
  }

  /** Length of a token for so many members. */
  public static int length(int members) {
    return ADDRESSES + (4 + ENTRY_LENGTH) * members;
  }

  /** Offset of entry {@code i}; its old ring id is there. */
  public static int entry(byte[] data, int i) {
    return ADDRESSES + 4 * members(data) + ENTRY_LENGTH * i;
  }

  /** Old ring aru of entry {@code i}. */
  public static int entryAru(byte[] data, int i) {
    return Bytes.getInt(data, entry(data, i) + ENTRY_ARU);
  }

  /** Highest message delivered in the old ring by member {@code i}. */
  public static int entryHighDelivered(byte[] data, int i) {
    return Bytes.getInt(data, entry(data, i) + ENTRY_HIGH_DELIVERED);
  }

  /** Whether member {@code i} has all messages of its old ring that are known to exist. */
  public static boolean entryReceived(byte[] data, int i) {
    return Bytes.getInt(data, entry(data, i) + ENTRY_RECEIVED_FLG) != 0;
  }

  /** Clears the received flag of entry {@code i}. */
  public static void clearReceived(byte[] data, int i) {
    Bytes.putInt(data, entry(data, i) + ENTRY_RECEIVED_FLG, 0);
  }

  /** Fills entry {@code i}. */
  public static void fill(
      byte[] data, int i, RingId oldRing, int aru, int highDelivered, boolean received) {
    int at = entry(data, i);
    RingIdField.write(data, at, oldRing);
    Bytes.putInt(data, at + ENTRY_ARU, aru);
    Bytes.putInt(data, at + ENTRY_HIGH_DELIVERED, highDelivered);
    Bytes.putInt(data, at + ENTRY_RECEIVED_FLG, received ? 1 : 0);
  }

  /** Writes a new token with empty entries. */
  public static void write(Packet packet, int nodeId, RingId ring, int[] members) {
    byte[] data = packet.data();
    int length = length(members.length);
    Arrays.fill(data, 0, length, (byte) 0);
    Header.write(data, 0, Header.COMMIT_TOKEN, 0, nodeId);
    RingIdField.write(data, RING_ID, ring);
    Bytes.putInt(data, ADDR_ENTRIES, members.length);
    for (int i = 0; i < members.length; i++) {
      Bytes.putInt(data, ADDRESSES + 4 * i, members[i]);
    }
    packet.length(length);
  }
}
