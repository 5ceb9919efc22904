package io.evs.group;

import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.quorum.Ballot;
import io.evs.text.Names;
import io.evs.totem.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The messages of the group layer, each the body of one packed message. Integers little-endian.
 *
 * <pre>
 * application  type 1, process u32, n u64, groups u8, {length u8, name}*, payload
 * join, leave  type 2 / 3, process u32, length u8, name
 * state        type 4, incarnation u64, groups u32, {length u8, name, processes u32, u32*}*,
 *              then items {tag u8, length u32, body}*, of which unknown ones are skipped:
 *              1 a {@link Ballot}
 * down         type 5, process u32
 * </pre>
 */
final class ServiceMessage {
  static final int APPLICATION = 1;
  static final int JOIN = 2;
  static final int LEAVE = 3;
  static final int STATE = 4;
  static final int DOWN = 5;

  private static final int BALLOT_ITEM = 1;
  private static final int ITEM_HEADER = 5;

  static final int PROCESS = 1;
  static final int NUMBER = 5;
  static final int GROUP_COUNT = 13;
  static final int GROUPS = 14;

  private ServiceMessage() {}

  /** What one member told of itself at a change; no ballot of one without quorum. */
  record State(long incarnation, SortedMap<Group, List<Long>> groups, Optional<Ballot> ballot) {}

  /** Length of an application message's header for these groups. */
  static int headerLength(Collection<Group> groups) {
    int length = GROUPS;
    for (Group group : groups) {
      length += 1 + group.byteLength();
    }
    return length;
  }

  /** Writes the header of an application message; returns the offset behind it. */
  static int writeHeader(byte[] data, int offset, long process, long n, Collection<Group> groups) {
    data[offset] = APPLICATION;
    Bytes.putInt(data, offset + PROCESS, (int) process);
    Bytes.putLong(data, offset + NUMBER, n);
    data[offset + GROUP_COUNT] = (byte) groups.size();
    int at = offset + GROUPS;
    for (Group group : groups) {
      at = writeName(data, at, group);
    }
    return at;
  }

  private static int writeName(byte[] data, int at, Group group) {
    data[at] = (byte) group.byteLength();
    return group.writeTo(data, at + 1);
  }

  /** A join or leave message. */
  static byte[] membership(int type, long process, Group group) {
    byte[] data = new byte[GROUP_COUNT + 1 + group.bytes().length];
    data[0] = (byte) type;
    Bytes.putInt(data, PROCESS, (int) process);
    int end = writeName(data, NUMBER, group);
    return Arrays.copyOf(data, end);
  }

  /** A message that a process ended. */
  static byte[] down(long process) {
    byte[] data = new byte[NUMBER];
    data[0] = DOWN;
    Bytes.putInt(data, PROCESS, (int) process);
    return data;
  }

  /** A state message with the groups of one node, and its ballot. */
  static byte[] state(
      long incarnation,
      NodeId node,
      Map<Group, List<GroupMember>> groups,
      Optional<Ballot> ballot) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] number = new byte[8];
    out.write(STATE);
    Bytes.putLong(number, 0, incarnation);
    out.write(number, 0, 8);
    int count = 0;
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (Map.Entry<Group, List<GroupMember>> entry : groups.entrySet()) {
      List<GroupMember> mine =
          entry.getValue().stream().filter(member -> member.node().equals(node)).toList();
      if (mine.isEmpty()) {
        continue;
      }
      count++;
      byte[] name = entry.getKey().bytes();
      list.write(name.length);
      list.write(name, 0, name.length);
      Bytes.putInt(number, 0, mine.size());
      list.write(number, 0, 4);
      for (GroupMember member : mine) {
        Bytes.putInt(number, 0, (int) member.processId());
        list.write(number, 0, 4);
      }
    }
    byte[] body = list.toByteArray();
    Bytes.putInt(number, 0, count);
    out.write(number, 0, 4);
    out.write(body, 0, body.length);
    ballot.ifPresent(each -> writeItem(out, BALLOT_ITEM, each.toBytes()));
    return out.toByteArray();
  }

  private static void writeItem(ByteArrayOutputStream out, int tag, byte[] body) {
    byte[] header = new byte[ITEM_HEADER];
    header[0] = (byte) tag;
    Bytes.putInt(header, 1, body.length);
    out.writeBytes(header);
    out.writeBytes(body);
  }

  /** The ballot among the items; empty if there is none that is well-formed. */
  private static Optional<Ballot> readBallot(byte[] data, int from, int end) {
    int at = from;
    while (end - at >= ITEM_HEADER) {
      int length = Bytes.getInt(data, at + 1);
      int body = at + ITEM_HEADER;
      if (length < 0 || length > end - body) {
        return Optional.empty();
      }
      if (data[at] == BALLOT_ITEM) {
        return Ballot.read(data, body, length);
      }
      at = body + length;
    }
    return Optional.empty();
  }

  /** Reads a state message; null if malformed. */
  static State readState(byte[] data, int offset, int length) {
    int end = offset + length;
    if (length < 13) {
      return null;
    }
    SortedMap<Group, List<Long>> groups = new TreeMap<>();
    int count = Bytes.getInt(data, offset + 9);
    int at = offset + 13;
    for (int i = 0; i < count; i++) {
      int nameLength = at < end ? data[at] & 0xff : 0;
      int processes = at + 1 + nameLength;
      Group group = readGroup(data, at + 1, nameLength, end);
      if (group == null || processes + 4 > end) {
        return null;
      }
      int members = Bytes.getInt(data, processes);
      at = processes + 4;
      if (members < 0 || members > (end - at) / 4) {
        return null;
      }
      List<Long> ids = new ArrayList<>();
      for (int m = 0; m < members; m++) {
        ids.add(Integer.toUnsignedLong(Bytes.getInt(data, at)));
        at += 4;
      }
      groups.put(group, ids);
    }
    return new State(Bytes.getLong(data, offset + 1), groups, readBallot(data, at, end));
  }

  /** Reads the group of a join or leave message; null if malformed. */
  static Group readMembershipGroup(byte[] data, int offset, int length) {
    if (length < NUMBER + 1) {
      return null;
    }
    return readGroup(data, offset + NUMBER + 1, data[offset + NUMBER] & 0xff, offset + length);
  }

  /** Reads a group name; null if it is malformed or does not fit. */
  static Group readGroup(byte[] data, int at, int length, int end) {
    if (length < 1 || length > Group.NAME_MAX_BYTES || at + length > end) {
      return null;
    }
    String name = new String(data, at, length, StandardCharsets.UTF_8);
    boolean clean =
        !Names.hasControl(name)
            && Arrays.equals(
                name.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(data, at, at + length));
    return clean ? new Group(name) : null;
  }
}
