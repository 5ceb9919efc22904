package io.evs.group;

import io.evs.Evs;
import io.evs.Group;
import io.evs.RingId;
import io.evs.totem.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** The one message being delivered, over the bytes of its packet. */
final class MessageFlyweight implements MessageView {
  private final CRC32 crc = new CRC32();
  private byte[] data = new byte[0];
  private int offset;
  private int end;
  private int payloadAt;
  private int sender;
  private long incarnation;
  private RingId ring = new RingId(0, 0);
  private int sequence;
  private boolean safe;

  /**
   * The groups of the last message that was asked, and the bytes that name them: mostly the next's.
   */
  private List<Group> lastGroups = List.of();

  private byte[] lastNames = {};

  /** Takes a message; false if it is malformed. */
  boolean wrap(byte[] bytes, int from, int length) {
    if (length < ServiceMessage.GROUPS) {
      return false;
    }
    data = bytes;
    offset = from;
    end = from + length;
    if (groupCount() > Evs.GROUPS_MAX) {
      // No client can send such a message, and no buffer is made for it.
      return false;
    }
    int at = from + ServiceMessage.GROUPS;
    for (int i = 0; i < groupCount(); i++) {
      if (at >= end) {
        return false;
      }
      at += 1 + (data[at] & 0xff);
    }
    payloadAt = at;
    return at <= end;
  }

  void context(int senderNode, long senderIncarnation, RingId inRing, int seq, boolean isSafe) {
    sender = senderNode;
    incarnation = senderIncarnation;
    ring = inRing;
    sequence = seq;
    safe = isSafe;
  }

  private int groupCount() {
    return data[offset + ServiceMessage.GROUP_COUNT] & 0xff;
  }

  @Override
  public int senderNode() {
    return sender;
  }

  @Override
  public long senderIncarnation() {
    return incarnation;
  }

  @Override
  public long senderProcess() {
    return Integer.toUnsignedLong(Bytes.getInt(data, offset + ServiceMessage.PROCESS));
  }

  @Override
  public long messageNumber() {
    return Bytes.getLong(data, offset + ServiceMessage.NUMBER);
  }

  @Override
  public boolean safe() {
    return safe;
  }

  @Override
  public RingId ring() {
    return ring;
  }

  @Override
  public int sequence() {
    return sequence;
  }

  @Override
  public List<Group> groups() {
    int from = offset + ServiceMessage.GROUPS;
    if (!Arrays.equals(data, from, payloadAt, lastNames, 0, lastNames.length)) {
      lastGroups = List.copyOf(readGroups());
      lastNames = Arrays.copyOfRange(data, from, payloadAt);
    }
    return lastGroups;
  }

  private List<Group> readGroups() {
    List<Group> groups = new ArrayList<>();
    int at = offset + ServiceMessage.GROUPS;
    for (int i = 0; i < groupCount(); i++) {
      int length = data[at] & 0xff;
      Group group = ServiceMessage.readGroup(data, at + 1, length, end);
      if (group != null) {
        groups.add(group);
      }
      at += 1 + length;
    }
    return groups;
  }

  @Override
  public boolean isFor(byte[] groupName) {
    int at = offset + ServiceMessage.GROUPS;
    for (int i = 0; i < groupCount(); i++) {
      int length = data[at] & 0xff;
      if (length == groupName.length
          && Arrays.equals(data, at + 1, at + 1 + length, groupName, 0, length)) {
        return true;
      }
      at += 1 + length;
    }
    return false;
  }

  @Override
  public void names(Names names) {
    int at = offset + ServiceMessage.GROUPS;
    for (int i = 0; i < groupCount(); i++) {
      int length = data[at] & 0xff;
      names.name(data, at + 1, length);
      at += 1 + length;
    }
  }

  @Override
  public int payloadLength() {
    return end - payloadAt;
  }

  @Override
  public byte[] payload() {
    return Arrays.copyOfRange(data, payloadAt, end);
  }

  @Override
  public long payloadHash() {
    crc.reset();
    crc.update(data, payloadAt, end - payloadAt);
    return crc.getValue();
  }
}
