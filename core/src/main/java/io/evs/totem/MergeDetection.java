package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.MergeDetectPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;
import io.evs.totem.wire.Trailer;

/** Finding other rings to merge with (docs/protocol.md, "Merging"). */
class MergeDetection {
  private final TotemContext context;
  private final Concerns parts;

  MergeDetection(TotemContext context, Concerns parts) {
    this.context = context;
    this.parts = parts;
  }

  /** Starts the timer of a new ring; only the representative looks for others. */
  void start() {
    if (context.ring.representative) {
      context.timers.set(Timer.MERGE, context.now + context.policy.mergeNanos());
    }
  }

  /** Sends one message, busy or idle, and re-arms. */
  void timer() {
    if (context.state != TotemState.OPERATIONAL || !context.ring.representative) {
      return;
    }
    Packet packet = context.pool.acquire();
    MergeDetectPacket.write(packet, context.self, context.ring.id);
    packet.length(context.trailer().write(packet.data(), packet.length()));
    context.count(Counter.MERGE_DETECTS_SENT);
    context.announceAndRelease(packet);
    start();
  }

  /** Another representative was heard. */
  void onMergeDetect(Packet packet) {
    byte[] data = packet.data();
    int sender = MergeDetectPacket.systemFrom(data);
    Trailer trailer = Trailer.read(data, MergeDetectPacket.LENGTH, packet.length());
    if (!parts.gather.admits(sender, trailer, packet, MergeDetectPacket.LENGTH)) {
      return;
    }
    boolean restarted = context.peers.isNewIncarnation(sender, trailer);
    context.peers.heard(sender, trailer, context.now);
    long sequence = RingIdField.sequence(data, MergeDetectPacket.RING_ID);
    context.heard(sequence);
    if (context.peers.isOnProbation(sender, context.now)) {
      context.count(Counter.PROBATION_IGNORED);
      return;
    }
    if (context.state == TotemState.OPERATIONAL) {
      boolean stale =
          context.ring.isMember(sender) && !restarted && sequence <= context.ring.id.sequence();
      if (!stale) {
        context.effects.heardFrom(sender, /* taken= */ false);
        parts.gather.addProcessor(sender);
      }
    } else if (context.state == TotemState.GATHER
        && !NodeSet.contains(context.processors, sender)) {
      context.effects.heardFrom(sender, /* taken= */ false);
      parts.gather.addProcessor(sender);
    }
  }

  /** A message packet of a ring with corosync members that this member is not in. */
  void onForeignMessage(int sender) {
    if (context.peers.isOnProbation(sender, context.now)) {
      context.count(Counter.PROBATION_IGNORED);
    } else if (context.state == TotemState.OPERATIONAL && !context.ring.isMember(sender)) {
      parts.gather.addProcessor(sender);
    } else if (context.state == TotemState.GATHER
        && !NodeSet.contains(context.processors, sender)) {
      parts.gather.addProcessor(sender);
    }
  }
}
