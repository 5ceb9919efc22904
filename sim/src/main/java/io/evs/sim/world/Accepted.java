package io.evs.sim.world;

import io.evs.sim.net.Datagram;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a process has accepted of sealed packets in all its lives, and whether it should have: every
 * packet once, none of a start that was followed by another one, and none from where its sender is
 * not.
 */
final class Accepted {
  private record Packet(int node, long start, long number) {}

  private record Start(int node, long start) {}

  private final Set<Packet> packets = new HashSet<>();
  private final Map<Integer, Long> current = new HashMap<>();
  private final Set<Start> over = new HashSet<>();

  /** Notes a packet; what is wrong with it, or an empty text. */
  String complaint(Datagram datagram) {
    int node = datagram.sealer();
    long start = datagram.start();
    if (!packets.add(new Packet(node, start, datagram.number()))) {
      return "accepted a packet of " + node + " twice";
    }
    if (datagram.from() != node) {
      return "accepted a packet of " + node + " from address " + datagram.from();
    }
    if (over.contains(new Start(node, start))) {
      return "accepted a packet of an earlier start of " + node;
    }
    Long before = current.put(node, start);
    if (before != null && before != start) {
      over.add(new Start(node, before));
    }
    return "";
  }
}
