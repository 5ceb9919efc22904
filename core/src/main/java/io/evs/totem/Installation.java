package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.part.Counter;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.PeerTable;
import io.evs.totem.part.Seq;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Packet;

/**
 * Installing a ring: the rest of the old ring's messages with the transitional configuration at its
 * place among them, and the regular configuration (docs/protocol.md, "Delivery at a change").
 */
class Installation {
  private final TotemContext context;
  private final Concerns parts;

  Installation(TotemContext context, Concerns parts) {
    this.context = context;
    this.parts = parts;
  }

  /** Delivers what is left of the old ring and installs the new one. */
  void install(RingState ring) {
    RingState old = context.installed;
    int[] transitional = parts.recovery.transitional();
    if (old != null) {
      deliverOld(old, ring.id, transitional);
    }
    int[] joined = NodeSet.minus(ring.members, transitional);
    int[] left = old == null ? NodeSet.EMPTY : NodeSet.minus(old.members, transitional);
    context.recorded.installed(context.now, ring, old, joined, left);
    context.installed = ring;
    context.state = TotemState.OPERATIONAL;
    // Messages of recovery are never delivered as the new ring's; its own come after them.
    ring.highDelivered = ring.aru;
    ring.packetBytes = packetBytes(ring);
    parts.gather.installed(ring.members);
    parts.obligations.clear();
    if (old != null) {
      old.discard(context.pool);
    }
    context.count(Counter.RINGS_INSTALLED);
    context.listener.regular(ring.id, ring.members, joined);
    parts.delivery.advanceAru(ring);
    parts.merge.start();
  }

  void deliverOld(RingState old, RingId next, int[] transitional) {
    int seq = deliverRegularPart(old);
    int[] left = NodeSet.minus(old.members, transitional);
    context.listener.transitional(old.id, next, transitional, left);
    deliverTail(old, seq, transitional);
  }

  /**
   * Everything up to the first gap, or the first safe message that nobody of the transitional
   * configuration delivered before.
   *
   * @return the first number not delivered
   */
  int deliverRegularPart(RingState old) {
    int seq = old.highDelivered + 1;
    Packet packet;
    while ((packet = old.window.get(seq)) != null) {
      boolean safe = McastPacket.isSafe(packet.data());
      if (safe && Seq.less(parts.recovery.highDelivered(), seq)) {
        break;
      }
      parts.delivery.deliverOne(old, seq, safe, packet);
      seq++;
    }
    return seq;
  }

  /** Up to the first gap everything; after it only messages of those who answer for them. */
  void deliverTail(RingState old, int from, int[] transitional) {
    int[] answering = NodeSet.union(transitional, parts.obligations.all());
    boolean afterGap = false;
    for (int seq = from; Seq.lessOrEqual(seq, old.highSeq); seq++) {
      Packet packet = old.window.get(seq);
      if (packet == null) {
        afterGap = true;
      } else if (!afterGap || NodeSet.contains(answering, McastPacket.systemFrom(packet.data()))) {
        boolean safe = McastPacket.isSafe(packet.data());
        parts.delivery.deliverOne(old, seq, safe, packet);
      }
    }
  }

  /** The least of what the members can take, as far as they said so. */
  private int packetBytes(RingState ring) {
    int least = context.config.packetBytes();
    for (int member : ring.members) {
      if (member == context.self) {
        continue;
      }
      PeerTable.Peer peer = context.peers.get(member);
      boolean told = peer != null && peer.trailer != null;
      least = Math.min(least, told ? peer.trailer.packetBytes() : 1500);
    }
    return least;
  }
}
