package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.PeerTable;
import io.evs.totem.part.Seq;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;

/** Takes in message packets (docs/protocol.md, "The operational ring"). */
class McastReception {
  private final TotemContext context;
  private final Concerns parts;

  McastReception(TotemContext context, Concerns parts) {
    this.context = context;
    this.parts = parts;
  }

  /** Stores the packet, or gives it back. */
  void onMcast(Packet packet) {
    RingState ring = ringOf(packet.data());
    if (ring == null) {
      foreign(packet.data());
      context.pool.release(packet);
    } else if (store(ring, packet)) {
      progress(ring, packet);
    } else {
      context.pool.release(packet);
    }
  }

  /** The ring whose window this packet belongs to; null if it is foreign. */
  private RingState ringOf(byte[] data) {
    RingState ring = context.ring;
    boolean active =
        context.state == TotemState.OPERATIONAL || context.state == TotemState.RECOVERY;
    if (active && RingIdField.matches(data, McastPacket.RING_ID, ring.id)) {
      return ring;
    }
    // Late packets of the ring being left still count before this member reports what it has; in
    // Commit and Recovery the report is out, and they come again wrapped, or not at all (S43).
    RingState old = context.installed;
    boolean late =
        context.state == TotemState.GATHER
            && old != null
            && Header.encapsulated(data) == Header.PLAIN
            && RingIdField.matches(data, McastPacket.RING_ID, old.id);
    return late ? old : null;
  }

  private boolean store(RingState ring, Packet packet) {
    byte[] data = packet.data();
    int seq = McastPacket.seq(data);
    if (!ring.isMember(McastPacket.systemFrom(data)) || packet.length() > lengthLimit(data)) {
      context.count(Counter.PACKETS_IMPLAUSIBLE);
      return false;
    }
    if (Seq.lessOrEqual(seq, ring.window.released()) || ring.window.get(seq) != null) {
      context.count(Counter.MCASTS_DUPLICATE);
      return false;
    }
    if (!ring.window.accepts(seq)) {
      context.count(Counter.PACKETS_IMPLAUSIBLE);
      return false;
    }
    if (ring.window.misses(seq) > 0) {
      context.peers.cameLate(McastPacket.systemFrom(data));
    }
    ring.window.put(seq, packet);
    ring.known(seq, McastPacket.systemFrom(data));
    context.count(Counter.MCASTS_RECEIVED);
    context.recorded.received(McastPacket.systemFrom(data), seq, packet.length());
    return true;
  }

  /**
   * No member sends packets longer than the least of what the ring's members can take, so the
   * window is bounded in bytes, too. A recovered packet is as long as its old ring allowed, in
   * which this member need not have been: there counts what its sender said of itself.
   */
  private int lengthLimit(byte[] data) {
    if (context.policy.corosyncCompatible()) {
      return Integer.MAX_VALUE;
    }
    int own = context.config.packetBytes();
    if (context.state != TotemState.RECOVERY || Header.encapsulated(data) == Header.PLAIN) {
      return own;
    }
    PeerTable.Peer sender = context.peers.get(McastPacket.systemFrom(data));
    boolean told = sender != null && sender.trailer != null;
    return told ? Math.max(own, sender.trailer.packetBytes()) : Integer.MAX_VALUE;
  }

  private void progress(RingState ring, Packet packet) {
    byte[] data = packet.data();
    if (context.state == TotemState.RECOVERY && Header.encapsulated(data) == Header.RECOVERED) {
      parts.recovery.noteRecovered(data);
    }
    parts.delivery.advanceAru(ring);
    if (context.state == TotemState.GATHER) {
      return;
    }
    parts.visit.evidence(ring, McastPacket.seq(data));
    if (context.state == TotemState.OPERATIONAL) {
      parts.delivery.deliver(ring);
    }
  }

  private void foreign(byte[] data) {
    context.count(Counter.PACKETS_FOREIGN);
    // Our representatives send merge detection whether busy or idle, so that a message packet of
    // another ring need not start a gather; a late packet of somebody who is gone never does.
    if (context.policy.corosyncCompatible()) {
      parts.merge.onForeignMessage(McastPacket.systemFrom(data));
    }
  }
}
