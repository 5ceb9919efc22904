package io.evs.group;

import io.evs.RingId;
import io.evs.quorum.QuorumRule;
import io.evs.totem.PlantedBug;
import io.evs.totem.RingListener;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;

/** Makes members with a planted bug. */
public final class PlantedMember {
  private PlantedMember() {}

  /** A member with this bug, which may be in a layer above the ring or in its storage. */
  public static Member create(
      PlantedBug bug,
      MemberConfig config,
      MemberEffects effects,
      TraceSink trace,
      PacketPool pool) {
    MemberConfig used = bug == PlantedBug.P9 ? forgetful(config) : config;
    FragmentsDropped dropping = new FragmentsDropped();
    dropping.member =
        new Member(
            used,
            effects,
            trace,
            pool,
            (ring, source, outputs, listener, packets) -> {
              dropping.next = listener;
              RingListener above = bug == PlantedBug.P17 ? dropping : listener;
              return PlantedBug.create(bug, ring, source, outputs, above, packets);
            },
            new QuorumRule());
    return dropping.member;
  }

  /** What the storage says is not read. */
  private static MemberConfig forgetful(MemberConfig config) {
    return new MemberConfig(
        config.nodeId(),
        config.incarnation(),
        config.ringName(),
        1,
        0,
        config.packetBytes(),
        config.initialSeq(),
        config.initialTokenSeq(),
        config.sendQueueMaxBytes(),
        config.challenge(),
        config.policy(),
        config.quorum());
  }

  /** P17: the transitional configuration, too, drops what is unfinished. */
  private static final class FragmentsDropped implements RingListener {
    private RingListener next;
    private Member member;

    @Override
    public void deliver(int sender, RingId ring, int seq, boolean safe, Packet packet) {
      next.deliver(sender, ring, seq, safe, packet);
    }

    @Override
    public void transitional(RingId left, RingId ring, int[] members, int[] leftMembers) {
      member.unpacker.ringInstalled();
      next.transitional(left, ring, members, leftMembers);
    }

    @Override
    public void regular(RingId ring, int[] members, int[] joined) {
      next.regular(ring, members, joined);
    }
  }
}
