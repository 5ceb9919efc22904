package io.evs.ipc.frame;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Values of the protocol in a little-endian buffer. Reading checks every length. */
public final class Wire {
  private static final int MEMBER_BYTES = 8;
  private static final int NODE_BYTES = 4;

  private Wire() {}

  /** Begins a frame; its length is written by {@link #end}. Returns where it begins. */
  public static int begin(ByteBuffer to, byte type, int id) {
    int start = to.position();
    to.putInt(0).put(type).putInt(id);
    return start;
  }

  /** Ends a frame of which so many bytes follow elsewhere. */
  public static void end(ByteBuffer to, int start, int bytesElsewhere) {
    to.putInt(start, to.position() - start - Integer.BYTES + bytesElsewhere);
  }

  /** A text of at most that many bytes; what is longer is cut. */
  public static void putText(ByteBuffer to, String text, int maxBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, maxBytes);
    // Not in the middle of a character.
    while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
      length--;
    }
    to.putShort((short) length).put(bytes, 0, length);
  }

  public static void putGroups(ByteBuffer to, Collection<Group> groups) {
    to.put((byte) groups.size());
    for (Group group : groups) {
      putGroup(to, group);
    }
  }

  static void putGroup(ByteBuffer to, Group group) {
    byte[] bytes = group.bytes();
    to.putShort((short) bytes.length).put(bytes);
  }

  static void putRing(ByteBuffer to, RingId ring) {
    to.putInt(ring.representative()).putLong(ring.sequence());
  }

  public static void putMember(ByteBuffer to, GroupMember member) {
    to.putInt(member.node().value()).putInt((int) member.processId());
  }

  static void putNodes(ByteBuffer to, List<NodeId> nodes) {
    to.putInt(nodes.size());
    nodes.forEach(node -> to.putInt(node.value()));
  }

  static void putMembers(ByteBuffer to, List<GroupMember> members) {
    to.putInt(members.size());
    members.forEach(member -> putMember(to, member));
  }

  static int nodesBytes(List<NodeId> nodes) {
    return Integer.BYTES + NODE_BYTES * nodes.size();
  }

  static int membersBytes(List<GroupMember> members) {
    return Integer.BYTES + MEMBER_BYTES * members.size();
  }

  /** Nothing for what is not known, as in frames of older releases; one byte else. */
  static int flagBytes(Optional<Boolean> flag) {
    return flag.isPresent() ? 1 : 0;
  }

  /** The last field of a frame: it may be missing. */
  static void putFlag(ByteBuffer to, Optional<Boolean> flag) {
    flag.ifPresent(each -> to.put((byte) (each ? 1 : 0)));
  }

  public static Optional<Boolean> getFlag(ByteBuffer from) {
    return from.hasRemaining() ? Optional.of(from.get() != 0) : Optional.empty();
  }

  private static void need(ByteBuffer from, long bytes) throws ProtocolException {
    if (from.remaining() < bytes) {
      throw new ProtocolException(
          "a frame ends where " + bytes + " more bytes belong to it: " + from.remaining());
    }
  }

  public static byte getByte(ByteBuffer from) throws ProtocolException {
    need(from, 1);
    return from.get();
  }

  public static int getUnsignedShort(ByteBuffer from) throws ProtocolException {
    need(from, Short.BYTES);
    return Short.toUnsignedInt(from.getShort());
  }

  public static int getInt(ByteBuffer from) throws ProtocolException {
    need(from, Integer.BYTES);
    return from.getInt();
  }

  public static long getUnsignedInt(ByteBuffer from) throws ProtocolException {
    return Integer.toUnsignedLong(getInt(from));
  }

  public static long getLong(ByteBuffer from) throws ProtocolException {
    need(from, Long.BYTES);
    return from.getLong();
  }

  /** What is left of the frame. */
  public static byte[] getRest(ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    return bytes;
  }

  public static String getText(ByteBuffer from, int maxBytes) throws ProtocolException {
    int length = getUnsignedShort(from);
    if (length > maxBytes) {
      throw new ProtocolException(
          "a text of " + length + " bytes where " + maxBytes + " are allowed");
    }
    need(from, length);
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public static Group getGroup(ByteBuffer from) throws ProtocolException {
    try {
      byte[] utf8 = new byte[getUnsignedShort(from)];
      if (utf8.length > Group.NAME_MAX_BYTES) {
        throw new ProtocolException("a group name of " + utf8.length + " bytes; use 1 to 32");
      }
      need(from, utf8.length);
      from.get(utf8);
      Group group = new Group(new String(utf8, StandardCharsets.UTF_8));
      if (!Arrays.equals(group.bytes(), utf8)) {
        throw new ProtocolException("a group name is not valid UTF-8");
      }
      return group;
    } catch (EvsException bad) {
      throw new ProtocolException(bad.getMessage());
    }
  }

  public static List<Group> getGroups(ByteBuffer from) throws ProtocolException {
    int count = Byte.toUnsignedInt(getByte(from));
    if (count < 1 || count > Evs.GROUPS_MAX) {
      throw new ProtocolException(count + " groups in one frame; use 1 to " + Evs.GROUPS_MAX);
    }
    List<Group> groups = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      groups.add(getGroup(from));
    }
    return List.copyOf(groups);
  }

  public static RingId getRing(ByteBuffer from) throws ProtocolException {
    return new RingId(getInt(from), getLong(from));
  }

  public static GroupMember getMember(ByteBuffer from) throws ProtocolException {
    return new GroupMember(new NodeId(getInt(from)), getUnsignedInt(from));
  }

  public static List<NodeId> getNodes(ByteBuffer from) throws ProtocolException {
    int count = count(from, NODE_BYTES);
    List<NodeId> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(new NodeId(getInt(from)));
    }
    return nodes;
  }

  public static List<GroupMember> getMembers(ByteBuffer from) throws ProtocolException {
    int count = count(from, MEMBER_BYTES);
    List<GroupMember> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      members.add(getMember(from));
    }
    return members;
  }

  /** A count of things of that size, which the frame must have room for. */
  public static int count(ByteBuffer from, int eachBytes) throws ProtocolException {
    long count = getUnsignedInt(from);
    need(from, count * eachBytes);
    return (int) count;
  }
}
