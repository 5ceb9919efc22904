package io.evs.ipc.frame;

import io.evs.Configuration;
import io.evs.Evs;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers to requests, as whole frames. Any thread. */
public final class Replies {
  private Replies() {}

  /**
   * WELCOME.
   *
   * @param version that both sides speak
   * @param most handles of a client
   */
  public static byte[] welcome(Greeting greeting, int version, int most) {
    ByteBuffer to = allocate(2 + 8 + 2 * (2 + Protocol.NAME_MAX_BYTES) + 8 + 8);
    int start = Wire.begin(to, Protocol.WELCOME, 0);
    to.putShort((short) version);
    to.putInt((int) greeting.pid());
    to.putInt(greeting.node().value());
    Wire.putText(to, greeting.nodeName(), Protocol.NAME_MAX_BYTES);
    Wire.putText(to, greeting.ringName(), Protocol.NAME_MAX_BYTES);
    to.putInt(Evs.MESSAGE_MAX_BYTES);
    to.putInt(most);
    to.putLong(greeting.queueBytes());
    Wire.end(to, start, 0);
    return Arrays.copyOf(to.array(), to.position());
  }

  public static byte[] opened(int id, int handle, GroupMember self) {
    ByteBuffer to = allocate(12);
    int start = Wire.begin(to, Protocol.OPENED, id);
    to.putInt(handle);
    Wire.putMember(to, self);
    Wire.end(to, start, 0);
    return to.array();
  }

  /** Before the first configuration: of no members, and of a ring with number 0. */
  public static byte[] membership(int id, NodeId self, Optional<Configuration> now) {
    List<NodeId> members = now.map(Configuration::members).orElse(List.of());
    Optional<Boolean> primary = now.flatMap(Configuration::primary);
    ByteBuffer to = allocate(12 + 4 + Wire.nodesBytes(members) + Wire.flagBytes(primary));
    int start = Wire.begin(to, Protocol.MEMBERSHIP_IS, id);
    Wire.putRing(to, now.map(Configuration::ring).orElse(new RingId(self.value(), 0)));
    to.putInt(self.value());
    Wire.putNodes(to, members);
    Wire.putFlag(to, primary);
    Wire.end(to, start, 0);
    return to.array();
  }

  public static byte[] groups(int id, Map<Group, List<GroupMember>> all) {
    int bytes = Integer.BYTES;
    for (Map.Entry<Group, List<GroupMember>> each : all.entrySet()) {
      bytes += Short.BYTES + each.getKey().byteLength() + Wire.membersBytes(each.getValue());
    }
    ByteBuffer to = allocate(bytes);
    int start = Wire.begin(to, Protocol.GROUPS_ARE, id);
    to.putInt(all.size());
    all.forEach(
        (group, members) -> {
          Wire.putGroup(to, group);
          Wire.putMembers(to, members);
        });
    Wire.end(to, start, 0);
    return to.array();
  }

  public static byte[] done(int id) {
    ByteBuffer to = allocate(0);
    Wire.end(to, Wire.begin(to, Protocol.DONE, id), 0);
    return to.array();
  }

  public static byte[] text(byte type, int id, String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer to = allocate(text.length);
    int start = Wire.begin(to, type, id);
    to.put(text);
    Wire.end(to, start, 0);
    return to.array();
  }

  public static ByteBuffer allocate(int bodyBytes) {
    return ByteBuffer.allocate(Protocol.HEADER_BYTES + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
