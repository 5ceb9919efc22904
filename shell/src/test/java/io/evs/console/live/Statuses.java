package io.evs.console.live;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.SecuritySuite;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real status with other members. */
final class Statuses {
  private Statuses() {}

  static NodeStatus withMembers(NodeStatus real, List<NodeStatus.Peer> members) {
    return new NodeStatus(
        real.nodeId(),
        real.name(),
        real.incarnation(),
        real.ringName(),
        real.address(),
        real.transport(),
        real.security(),
        real.state(),
        real.ring(),
        real.formedAt(),
        members,
        real.counters(),
        real.sendQueueBytes(),
        real.receiveQueueBytes(),
        real.handles(),
        real.pauses(),
        real.startedAt(),
        real.at(),
        real.token(),
        real.timings(),
        real.sendQueueMaxBytes(),
        real.receiveQueueMaxBytes(),
        real.packets(),
        real.changingSince(),
        real.missing(),
        real.condition(),
        real.quorum());
  }

  /** What a node that is in no ring says of itself. */
  static NodeStatus of(long id, String name, Map<String, Long> counters, List<String> problems) {
    return new NodeStatus(
        NodeId.of(id),
        name,
        1,
        "main",
        new InetSocketAddress("127.0.0.1", 5405),
        "nio unicast",
        new NodeStatus.Security(SecuritySuite.NONE, "", "", List.of(), 0, ""),
        "GATHER",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        counters,
        0,
        0,
        0,
        new NodeStatus.Pauses(0, 0, 0),
        Instant.EPOCH,
        Instant.EPOCH,
        new NodeStatus.Token(0, 0, false, List.of()),
        Map.of(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new NodeStatus.Condition(
            "1", "", Map.of(), List.of(), List.of(), problems, Optional.empty(), Optional.empty()),
        Optional.empty());
  }
}
