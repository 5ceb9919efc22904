package io.evs.totem.wire;

/**
 * Decides whether a datagram may be read: every count and length is checked before anything is
 * used. Extra bytes behind a packet are tolerated, as corosync does (docs/protocol.md, "Checks
 * before anything is read").
 */
public final class PacketCheck {
  private PacketCheck() {}

  /** Checks {@code data[0 .. length)}; reads nothing beyond it, changes nothing. */
  public static Reject check(byte[] data, int length) {
    Reject header = checkHeader(data, 0, length);
    if (header != Reject.NONE) {
      return header;
    }
    return switch (data[Header.TYPE]) {
      case Header.ORF_TOKEN -> checkToken(data, length);
      case Header.MCAST -> checkMcast(data, length);
      case Header.MERGE_DETECT -> checkMergeDetect(data, length);
      case Header.JOIN -> checkJoin(data, length);
      case Header.COMMIT_TOKEN -> checkCommitToken(data, length);
      case Header.HOLD_CANCEL -> length < HoldCancelPacket.LENGTH ? Reject.TOO_SHORT : Reject.NONE;
      default -> Reject.BAD_TYPE;
    };
  }

  private static Reject checkHeader(byte[] data, int offset, int length) {
    if (length < Header.LENGTH) {
      return Reject.TOO_SHORT;
    }
    if (length > WireLimits.DATAGRAM_MAX_BYTES) {
      return Reject.TOO_LONG;
    }
    int magic = Bytes.getUnsignedShort(data, offset + Header.MAGIC);
    if (magic != Header.MAGIC_VALUE) {
      boolean swapped = magic == 0x70C0;
      return swapped ? Reject.BYTE_ORDER : Reject.BAD_MAGIC;
    }
    if (data[offset + Header.VERSION] != Header.VERSION_VALUE) {
      return Reject.BAD_VERSION;
    }
    return Reject.NONE;
  }

  private static Reject checkToken(byte[] data, int length) {
    if (length < OrfToken.RTR_LIST) {
      return Reject.TOO_SHORT;
    }
    int entries = OrfToken.rtrEntries(data);
    if (entries < 0 || entries > WireLimits.RTR_ENTRIES_MAX || OrfToken.length(entries) > length) {
      return Reject.BAD_COUNT;
    }
    return Header.nodeId(data) == 0 ? Reject.BAD_VALUE : Reject.NONE;
  }

  private static Reject checkMcast(byte[] data, int length) {
    if (length < McastPacket.HEADER_LENGTH) {
      return Reject.TOO_SHORT;
    }
    int encapsulated = Header.encapsulated(data);
    if (encapsulated != Header.RECOVERED && encapsulated != Header.PLAIN) {
      return Reject.BAD_VALUE;
    }
    if (McastPacket.systemFrom(data) == 0 || Header.nodeId(data) == 0) {
      return Reject.BAD_VALUE;
    }
    return encapsulated == Header.RECOVERED ? checkInner(data, length) : Reject.NONE;
  }

  private static Reject checkInner(byte[] data, int length) {
    int at = McastPacket.HEADER_LENGTH;
    if (length < at + McastPacket.HEADER_LENGTH) {
      return Reject.TOO_SHORT;
    }
    Reject header = checkHeader(data, at, length - at);
    if (header != Reject.NONE) {
      return header;
    }
    if (data[at + Header.TYPE] != Header.MCAST
        || data[at + Header.ENCAPSULATED] != Header.PLAIN
        || Bytes.getInt(data, at + McastPacket.SYSTEM_FROM) == 0) {
      return Reject.BAD_VALUE;
    }
    return Reject.NONE;
  }

  private static Reject checkMergeDetect(byte[] data, int length) {
    if (length < MergeDetectPacket.LENGTH) {
      return Reject.TOO_SHORT;
    }
    long sequence = RingIdField.sequence(data, MergeDetectPacket.RING_ID);
    boolean ok =
        MergeDetectPacket.systemFrom(data) != 0
            && sequence >= 0
            && sequence <= WireLimits.RING_SEQUENCE_MAX;
    return ok ? Reject.NONE : Reject.BAD_VALUE;
  }

  private static Reject checkJoin(byte[] data, int length) {
    if (length < JoinPacket.LISTS) {
      return Reject.TOO_SHORT;
    }
    long processors = Integer.toUnsignedLong(Bytes.getInt(data, JoinPacket.PROC_ENTRIES));
    long failed = Integer.toUnsignedLong(Bytes.getInt(data, JoinPacket.FAILED_ENTRIES));
    if (processors > WireLimits.PROCESSORS_MAX
        || failed > WireLimits.PROCESSORS_MAX
        || JoinPacket.LISTS + 4 * (processors + failed) > length) {
      return Reject.BAD_COUNT;
    }
    long sequence = JoinPacket.ringSeq(data);
    if (JoinPacket.systemFrom(data) == 0
        || sequence < 0
        || sequence > WireLimits.RING_SEQUENCE_MAX) {
      return Reject.BAD_VALUE;
    }
    for (int i = 0; i < processors + failed; i++) {
      if (Bytes.getInt(data, JoinPacket.LISTS + 4 * i) == 0) {
        return Reject.BAD_VALUE;
      }
    }
    return Reject.NONE;
  }

  private static Reject checkCommitToken(byte[] data, int length) {
    if (length < CommitTokenPacket.ADDRESSES) {
      return Reject.TOO_SHORT;
    }
    int members = CommitTokenPacket.members(data);
    if (members < 1
        || members > WireLimits.PROCESSORS_MAX
        || CommitTokenPacket.length(members) > length) {
      return Reject.BAD_COUNT;
    }
    int index = CommitTokenPacket.index(data);
    long sequence = RingIdField.sequence(data, CommitTokenPacket.RING_ID);
    if (index < 0 || index > members || sequence < 0 || sequence > WireLimits.RING_SEQUENCE_MAX) {
      return Reject.BAD_VALUE;
    }
    int previous = 0;
    for (int i = 0; i < members; i++) {
      int id = CommitTokenPacket.address(data, i);
      if (Integer.compareUnsigned(id, previous) <= 0) {
        return Reject.BAD_VALUE;
      }
      previous = id;
    }
    return Reject.NONE;
  }
}
