package io.evs.ipc;

import io.evs.Configuration;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers to requests, as whole frames. Any thread. */
final class Replies {
  private Replies() {}

  /** Before the first configuration: of no members, and of a ring with number 0. */
  static byte[] membership(int id, NodeId self, Optional<Configuration> now) {
    List<NodeId> members = now.map(Configuration::members).orElse(List.of());
    ByteBuffer to = allocate(12 + 4 + Wire.nodesBytes(members));
    int start = Wire.begin(to, Protocol.MEMBERSHIP_IS, id);
    Wire.putRing(to, now.map(Configuration::ring).orElse(new RingId(self.value(), 0)));
    to.putInt(self.value());
    Wire.putNodes(to, members);
    Wire.end(to, start, 0);
    return to.array();
  }

  static byte[] groups(int id, Map<Group, List<GroupMember>> all) {
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

  static byte[] text(byte type, int id, String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer to = allocate(text.length);
    int start = Wire.begin(to, type, id);
    to.put(text);
    Wire.end(to, start, 0);
    return to.array();
  }

  static ByteBuffer allocate(int bodyBytes) {
    return ByteBuffer.allocate(Protocol.HEADER_BYTES + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
