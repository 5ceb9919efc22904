package io.evs.totem.wire;

import java.nio.charset.StandardCharsets;

/**
 * What our members say of themselves behind a join or merge detect message (docs/protocol.md,
 * "Trailer"). corosync tolerates and ignores the bytes; a message without them comes from corosync.
 *
 * <p>Layout: magic u32, then items {type u8, length u8, value}; unknown items are skipped.
 *
 * @param features bits; {@link #ESTABLISHED}, the others for later use
 * @param incarnation of the sender, from its stable storage
 * @param ringHash hash of the ring's name; rings of different names never merge
 * @param packetBytes largest UDP payload the sender can take without fragmentation
 * @param rtrEntriesMax longest retransmission list the sender takes; nobody decides by it yet: told
 *     so that a later version may send longer lists to members that take them
 */
public record Trailer(
    int features, long incarnation, long ringHash, int packetBytes, int rtrEntriesMax) {

  /** First bytes of a trailer, "EVS1". */
  public static final int MAGIC = 0x31535645;

  /** Feature bit: the sender is in an installed ring with others. */
  public static final int ESTABLISHED = 1;

  private static final int FEATURES = 1;
  private static final int INCARNATION = 2;
  private static final int RING_HASH = 3;
  private static final int PACKET_BYTES = 4;
  private static final int RTR_ENTRIES = 5;

  /** Length of a trailer that {@link #write} writes. */
  public static final int LENGTH = 4 + (2 + 4) + (2 + 8) + (2 + 8) + (2 + 4) + (2 + 4);

  /** Whether the sender says that it is in an installed ring with others. */
  public boolean isEstablished() {
    return (features & ESTABLISHED) != 0;
  }

  /** The same of another incarnation. */
  public Trailer withIncarnation(long other) {
    return new Trailer(features, other, ringHash, packetBytes, rtrEntriesMax);
  }

  /** Hash of a ring name (FNV-1a, 64 bits). */
  public static long hashOf(String ringName) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : ringName.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Writes the trailer at an offset; returns the offset behind it. */
  public int write(byte[] data, int offset) {
    Bytes.putInt(data, offset, MAGIC);
    int at = offset + 4;
    at = putInt(data, at, FEATURES, features);
    at = putLong(data, at, INCARNATION, incarnation);
    at = putLong(data, at, RING_HASH, ringHash);
    at = putInt(data, at, PACKET_BYTES, packetBytes);
    return putInt(data, at, RTR_ENTRIES, rtrEntriesMax);
  }

  /**
   * Reads the trailer between two offsets.
   *
   * @return null if there is none, or it is cut or malformed: then the sender counts as corosync
   */
  public static Trailer read(byte[] data, int from, int to) {
    if (to - from < 4 || Bytes.getInt(data, from) != MAGIC) {
      return null;
    }
    int features = 0;
    long incarnation = 0;
    long ringHash = 0;
    int packetBytes = 1500;
    int rtr = 30;
    int at = from + 4;
    while (at + 2 <= to) {
      int type = data[at] & 0xff;
      int length = data[at + 1] & 0xff;
      int value = at + 2;
      at = value + length;
      if (at > to) {
        return null;
      }
      if (type == FEATURES && length == 4) {
        features = Bytes.getInt(data, value);
      } else if (type == INCARNATION && length == 8) {
        incarnation = Bytes.getLong(data, value);
      } else if (type == RING_HASH && length == 8) {
        ringHash = Bytes.getLong(data, value);
      } else if (type == PACKET_BYTES && length == 4) {
        packetBytes = Bytes.getInt(data, value);
      } else if (type == RTR_ENTRIES && length == 4) {
        rtr = Bytes.getInt(data, value);
      }
    }
    return new Trailer(
        features,
        incarnation,
        ringHash,
        Math.max(
            WireLimits.DATAGRAM_MIN_BYTES, Math.min(WireLimits.DATAGRAM_MAX_BYTES, packetBytes)),
        Math.max(1, Math.min(WireLimits.RTR_ENTRIES_MAX, rtr)));
  }

  private static int putInt(byte[] data, int at, int type, int value) {
    data[at] = (byte) type;
    data[at + 1] = 4;
    Bytes.putInt(data, at + 2, value);
    return at + 6;
  }

  private static int putLong(byte[] data, int at, int type, long value) {
    data[at] = (byte) type;
    data[at + 1] = 8;
    Bytes.putLong(data, at + 2, value);
    return at + 10;
  }
}
