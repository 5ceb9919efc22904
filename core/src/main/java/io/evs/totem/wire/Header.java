package io.evs.totem.wire;

/**
 * The 13-byte header common to all packets (docs/protocol.md, "Packets").
 *
 * <p>{@code target_nodeid} is garbage in captures: written as 0, never tested.
 */
public final class Header {
  /** Offset of the u16 magic, which also tells the byte order. */
  public static final int MAGIC = 0;

  /** Offset of the u8 version. */
  public static final int VERSION = 2;

  /** Offset of the u8 packet type. */
  public static final int TYPE = 3;

  /** Offset of the u8 encapsulation: {@link #RECOVERED}, {@link #PLAIN} or 0. */
  public static final int ENCAPSULATED = 4;

  /** Offset of the u32 node id of the sender; 0 in a leave message. */
  public static final int NODE_ID = 5;

  /** Offset of the u32 target node id. */
  public static final int TARGET_NODE_ID = 9;

  /** Length of the header. */
  public static final int LENGTH = 13;

  /** Value of the magic (TOTEM_MH_MAGIC). */
  public static final int MAGIC_VALUE = 0xC070;

  /** Value of the version (TOTEM_MH_VERSION). */
  public static final int VERSION_VALUE = 3;

  /** Packet type of a token. */
  public static final int ORF_TOKEN = 0;

  /** Packet type of a message packet. */
  public static final int MCAST = 1;

  /** Packet type of merge detection. */
  public static final int MERGE_DETECT = 2;

  /** Packet type of a join or leave message. */
  public static final int JOIN = 3;

  /** Packet type of a commit token. */
  public static final int COMMIT_TOKEN = 4;

  /** Packet type of a hold cancel. */
  public static final int HOLD_CANCEL = 5;

  /** Encapsulation of a message packet that carries a packet of an old ring. */
  public static final int RECOVERED = 1;

  /** Encapsulation of an ordinary message packet. */
  public static final int PLAIN = 2;

  private Header() {}

  /** Packet type, see the constants. */
  public static int type(byte[] data) {
    return data[TYPE];
  }

  /** Encapsulation. */
  public static int encapsulated(byte[] data) {
    return data[ENCAPSULATED];
  }

  /** Node id of the sender, unsigned. */
  public static int nodeId(byte[] data) {
    return Bytes.getInt(data, NODE_ID);
  }

  /** Writes all fields; the target is 0. */
  public static void write(byte[] data, int offset, int type, int encapsulated, int nodeId) {
    Bytes.putShort(data, offset + MAGIC, MAGIC_VALUE);
    data[offset + VERSION] = VERSION_VALUE;
    data[offset + TYPE] = (byte) type;
    data[offset + ENCAPSULATED] = (byte) encapsulated;
    Bytes.putInt(data, offset + NODE_ID, nodeId);
    Bytes.putInt(data, offset + TARGET_NODE_ID, 0);
  }
}
