package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.Seq;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Packet;

/** Agreed and safe delivery in the operational state, and release of what is stable. */
class DeliveryRule {
  final TotemContext context;

  DeliveryRule(TotemContext context) {
    this.context = context;
  }

  /** Advances aru over what has arrived without gap. */
  void advanceAru(RingState ring) {
    boolean recoveredOnly = context.state == TotemState.RECOVERY;
    Packet packet;
    while ((packet = ring.window.get(ring.aru + 1)) != null) {
      // A packet of a member that is operational already: not acknowledged before this member
      // has installed the ring too (property D8).
      if (recoveredOnly && Header.encapsulated(packet.data()) == Header.PLAIN) {
        return;
      }
      ring.aru++;
    }
  }

  /** Advances aru of an old ring over what recovery has brought. */
  void advanceAruOf(RingState old) {
    while (old.window.get(old.aru + 1) != null) {
      old.aru++;
    }
  }

  /** Delivers in order up to the first gap, or the first safe message that is not yet safe. */
  void deliver(RingState ring) {
    Packet packet;
    while ((packet = ring.window.get(ring.highDelivered + 1)) != null) {
      int seq = ring.highDelivered + 1;
      byte[] data = packet.data();
      boolean safe = McastPacket.isSafe(data);
      if (safe && !isSafe(ring, seq)) {
        return;
      }
      ring.highDelivered = seq;
      if (Header.encapsulated(data) == Header.PLAIN) {
        deliverOne(ring, seq, safe, packet);
      }
    }
  }

  /** Hands one packet up. */
  void deliverOne(RingState ring, int seq, boolean safe, Packet packet) {
    context.count(Counter.PACKETS_DELIVERED);
    context.listener.deliver(McastPacket.systemFrom(packet.data()), ring.id, seq, safe, packet);
  }

  /** Whether every member is known to have a message. */
  boolean isSafe(RingState ring, int seq) {
    return Seq.lessOrEqual(seq, ring.safeLine);
  }

  /**
   * Raises the safe line: a message is at every member once two visits in a row wrote an aru at or
   * above it (docs/protocol.md, "Agreed and safe delivery").
   */
  void raiseSafeLine(RingState ring, int writtenAru) {
    int line = Seq.min(ring.writtenAru, writtenAru);
    ring.safeLine = Seq.max(ring.safeLine, line);
    ring.writtenAru = writtenAru;
  }

  /** Gives back what is at every member and was delivered here. */
  void release(RingState ring) {
    int upTo = Seq.min(ring.safeLine, ring.highDelivered);
    if (Seq.less(ring.window.released(), upTo)) {
      ring.window.releaseUpTo(upTo, context.pool);
    }
  }
}
