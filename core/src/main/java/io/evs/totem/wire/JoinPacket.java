package io.evs.totem.wire;

/** A join message, and with header node id 0 a leave message (docs/protocol.md, "Packets"). */
public final class JoinPacket {
  /** Offset of the u32 sender, also in a leave message. */
  public static final int SYSTEM_FROM = 13;

  /** Offset of the u32 length of the processor list. */
  public static final int PROC_ENTRIES = 17;

  /** Offset of the u32 length of the failed list. */
  public static final int FAILED_ENTRIES = 21;

  /** Offset of the u64 ring sequence of the sender. */
  public static final int RING_SEQ = 25;

  /** Offset of the processor list; the failed list follows it. */
  public static final int LISTS = 33;

  private JoinPacket() {}

  /** Who sent it. */
  public static int systemFrom(byte[] data) {
    return Bytes.getInt(data, SYSTEM_FROM);
  }

  /** Whether it is a leave message. */
  public static boolean isLeave(byte[] data) {
    return Header.nodeId(data) == 0;
  }

  /** Ring sequence of the sender. */
  public static long ringSeq(byte[] data) {
    return Bytes.getLong(data, RING_SEQ);
  }

  /** The processor list as sent; allocates. */
  public static int[] processors(byte[] data) {
    return list(data, LISTS, Bytes.getInt(data, PROC_ENTRIES));
  }

  /** The failed list as sent; allocates. */
  public static int[] failed(byte[] data) {
    int processors = Bytes.getInt(data, PROC_ENTRIES);
    return list(data, LISTS + 4 * processors, Bytes.getInt(data, FAILED_ENTRIES));
  }

  /** Length without trailer. */
  public static int length(byte[] data) {
    return LISTS + 4 * (Bytes.getInt(data, PROC_ENTRIES) + Bytes.getInt(data, FAILED_ENTRIES));
  }

  /** Length of a message with lists of these lengths, without trailer. */
  public static int length(int processors, int failed) {
    return LISTS + 4 * (processors + failed);
  }

  /** Writes a join ({@code headerNodeId} = sender) or leave ({@code headerNodeId} = 0) message. */
  public static void write(
      Packet packet, int headerNodeId, int sender, int[] processors, int[] failed, long ringSeq) {
    byte[] data = packet.data();
    Header.write(data, 0, Header.JOIN, 0, headerNodeId);
    Bytes.putInt(data, SYSTEM_FROM, sender);
    Bytes.putInt(data, PROC_ENTRIES, processors.length);
    Bytes.putInt(data, FAILED_ENTRIES, failed.length);
    Bytes.putLong(data, RING_SEQ, ringSeq);
    int at = LISTS;
    for (int id : processors) {
      Bytes.putInt(data, at, id);
      at += 4;
    }
    for (int id : failed) {
      Bytes.putInt(data, at, id);
      at += 4;
    }
    packet.length(at);
  }

  private static int[] list(byte[] data, int offset, int count) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = Bytes.getInt(data, offset + 4 * i);
    }
    return ids;
  }
}
