package io.evs.ipc.frame;

import io.evs.ConfigurationChange;
import io.evs.Delivered;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Events of handles on the wire. */
public final class EventCodec {
  private static final int RING_BYTES = 12;
  private static final int CHANGE_BYTES = 9;
  private static final byte REGULAR = 0;
  private static final byte TRANSITIONAL = 1;
  private static final GroupChange.Reason[] REASONS = GroupChange.Reason.values();
  private static final Guarantee[] GUARANTEES = Guarantee.values();

  private EventCodec() {}

  public static byte[] configuration(int handle, ConfigurationChange change) {
    int bytes =
        Protocol.HEADER_BYTES
            + 2
            + 2 * RING_BYTES
            + Wire.nodesBytes(change.members())
            + Wire.nodesBytes(change.joined())
            + Wire.nodesBytes(change.left())
            + Wire.flagBytes(change.primary());
    ByteBuffer to = frame(bytes);
    int start = Wire.begin(to, Protocol.CONFIGURATION, handle);
    to.put(change.kind() == ConfigurationChange.Kind.REGULAR ? REGULAR : TRANSITIONAL);
    Wire.putRing(to, change.ring());
    to.put((byte) (change.next().isPresent() ? 1 : 0));
    Wire.putRing(to, change.next().orElse(new RingId(0, 0)));
    Wire.putNodes(to, change.members());
    Wire.putNodes(to, change.joined());
    Wire.putNodes(to, change.left());
    Wire.putFlag(to, change.primary());
    Wire.end(to, start, 0);
    return to.array();
  }

  public static byte[] group(int handle, GroupChange change) {
    int bytes =
        Protocol.HEADER_BYTES
            + Short.BYTES
            + change.group().byteLength()
            + Wire.membersBytes(change.members())
            + 2 * Integer.BYTES
            + CHANGE_BYTES * (change.joined().size() + change.left().size());
    ByteBuffer to = frame(bytes);
    int start = Wire.begin(to, Protocol.GROUP_CHANGE, handle);
    Wire.putGroup(to, change.group());
    Wire.putMembers(to, change.members());
    putChanges(to, change.joined());
    putChanges(to, change.left());
    Wire.end(to, start, 0);
    return to.array();
  }

  private static void putChanges(ByteBuffer to, List<GroupChange.Change> changes) {
    to.putInt(changes.size());
    for (GroupChange.Change each : changes) {
      Wire.putMember(to, each.member());
      to.put((byte) each.reason().ordinal());
    }
  }

  /** All of a message's frame but the payload. */
  public static void putMessageHead(
      ByteBuffer to, int handle, Delivery delivery, GroupsCache groups) {
    int start = Wire.begin(to, Protocol.MESSAGE, handle);
    to.put((byte) delivery.guarantee().ordinal());
    Wire.putMember(to, delivery.sender());
    Wire.putRing(to, delivery.ring());
    to.putInt(delivery.sequence());
    groups.put(to, delivery.groups());
    Wire.end(to, start, delivery.payload().length);
  }

  /** A frame of a code and a sentence. */
  public static byte[] reason(byte type, int id, EvsException.Code code, String text) {
    ByteBuffer to =
        ByteBuffer.allocate(Protocol.HEADER_BYTES + 4 + Protocol.TEXT_MAX_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    int start = Wire.begin(to, type, id);
    to.putShort((short) code.value());
    Wire.putText(to, text, Protocol.TEXT_MAX_BYTES);
    Wire.end(to, start, 0);
    return Arrays.copyOf(to.array(), to.position());
  }

  public static EvsException readReason(ByteBuffer from) throws ProtocolException {
    EvsException.Code code = Protocol.code(Wire.getUnsignedShort(from));
    return new EvsException(code, Wire.getText(from, Protocol.TEXT_MAX_BYTES));
  }

  public static byte[] delivered(int request, Delivered place) {
    ByteBuffer to = frame(Protocol.HEADER_BYTES + RING_BYTES + 2 * Integer.BYTES);
    int start = Wire.begin(to, Protocol.DELIVERED, request);
    to.putInt(place.receivers());
    Wire.putRing(to, place.ring());
    to.putInt(place.sequence());
    Wire.end(to, start, 0);
    return to.array();
  }

  public static Delivered readDelivered(ByteBuffer from) throws ProtocolException {
    int receivers = Wire.getInt(from);
    RingId ring = Wire.getRing(from);
    return new Delivered(ring, Wire.getInt(from), receivers);
  }

  private static ByteBuffer frame(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static ConfigurationChange readConfiguration(ByteBuffer from) throws ProtocolException {
    boolean regular = Wire.getByte(from) == REGULAR;
    RingId ring = Wire.getRing(from);
    boolean hasNext = Wire.getByte(from) != 0;
    RingId next = Wire.getRing(from);
    List<NodeId> members = Wire.getNodes(from);
    List<NodeId> joined = Wire.getNodes(from);
    List<NodeId> left = Wire.getNodes(from);
    return new ConfigurationChange(
        regular ? ConfigurationChange.Kind.REGULAR : ConfigurationChange.Kind.TRANSITIONAL,
        ring,
        hasNext ? Optional.of(next) : Optional.empty(),
        members,
        joined,
        left,
        Wire.getFlag(from));
  }

  public static GroupChange readGroup(ByteBuffer from) throws ProtocolException {
    Group group = Wire.getGroup(from);
    List<GroupMember> members = Wire.getMembers(from);
    List<GroupChange.Change> joined = readChanges(from);
    return new GroupChange(group, members, joined, readChanges(from));
  }

  private static List<GroupChange.Change> readChanges(ByteBuffer from) throws ProtocolException {
    int count = Wire.count(from, CHANGE_BYTES);
    List<GroupChange.Change> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      GroupMember member = Wire.getMember(from);
      int reason = Wire.getByte(from);
      if (reason < 0 || reason >= REASONS.length) {
        throw new ProtocolException("unknown reason " + reason + " of a group change");
      }
      changes.add(new GroupChange.Change(member, REASONS[reason]));
    }
    return changes;
  }

  public static Guarantee guarantee(byte value) throws ProtocolException {
    if (value < 0 || value >= GUARANTEES.length) {
      throw new ProtocolException("guarantee " + value + " is not 0 to 3");
    }
    return GUARANTEES[value];
  }
}
