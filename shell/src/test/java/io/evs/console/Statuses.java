package io.evs.console;

import io.evs.NodeStatus;
import java.util.List;

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
        real.missing());
  }
}
