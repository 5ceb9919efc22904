package io.evs.pack;

import java.util.Arrays;

/** Layout of a packing packet and of the group header in front of every message. */
public final class PackFormat {
  /** Offset of the i16 version, 0. */
  public static final int VERSION = 0;

  /** Offset of the i16 type, 0. */
  public static final int TYPE = 2;

  /** Offset of the u8 fragment id: not 0 if the last part continues in the next packet. */
  public static final int FRAGMENTED = 4;

  /** Offset of the u8 continuation: the fragment id of the packet that the first part continues. */
  public static final int CONTINUATION = 5;

  /** Offset of the u16 number of parts. */
  public static final int MSG_COUNT = 6;

  /** Offset of the u16 lengths; the parts follow. */
  public static final int LENGTHS = 8;

  /** Largest message with its group header, as corosync takes it. */
  public static final int MESSAGE_MAX_BYTES = (1 << 20) + 4096;

  /** Name of the packing group of our own messages; corosync daemons ignore it. */
  private static final byte[] GROUP = {'e', 'v', 's'};

  /** The group header of our own messages: count 1, length, name. */
  private static final byte[] GROUP_HEADER = {1, 0, 3, 0, 'e', 'v', 's'};

  private PackFormat() {}

  /** Length of the group header of our own messages. */
  public static int groupHeaderLength() {
    return GROUP_HEADER.length;
  }

  /** Writes the group header of our own messages; returns the offset behind it. */
  public static int writeGroupHeader(byte[] data, int offset) {
    System.arraycopy(GROUP_HEADER, 0, data, offset, GROUP_HEADER.length);
    return offset + GROUP_HEADER.length;
  }

  /**
   * Reads a message's group header.
   *
   * @return offset of the body if one of its groups is ours, -1 if not or malformed
   */
  public static int bodyOffset(byte[] data, int offset, int length) {
    int end = offset + length;
    if (length < 2) {
      return -1;
    }
    int count = unsignedShort(data, offset);
    int at = offset + 2 + 2 * count;
    if (at > end) {
      return -1;
    }
    boolean ours = false;
    for (int i = 0; i < count; i++) {
      int nameLength = unsignedShort(data, offset + 2 + 2 * i);
      if (at + nameLength > end) {
        return -1;
      }
      ours |=
          nameLength == GROUP.length
              && Arrays.equals(data, at, at + nameLength, GROUP, 0, GROUP.length);
      at += nameLength;
    }
    return ours ? at : -1;
  }

  private static int unsignedShort(byte[] data, int offset) {
    return (data[offset] & 0xff) | (data[offset + 1] & 0xff) << 8;
  }
}
