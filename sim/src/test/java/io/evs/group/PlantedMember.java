package io.evs.group;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.totem.PlantedBug;
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
    FragmentsDropped dropping = new FragmentsDropped(effects);
    Member member =
        new Member(
            used,
            bug == PlantedBug.P17 ? dropping : effects,
            trace,
            pool,
            (ring, source, outputs, packets) ->
                PlantedBug.create(bug, ring, source, outputs, packets));
    dropping.member = member;
    return member;
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
        config.policy());
  }

  /** P17: the transitional configuration, too, drops what is unfinished. */
  private static final class FragmentsDropped implements MemberEffects {
    private final MemberEffects next;
    private Member member;

    FragmentsDropped(MemberEffects next) {
      this.next = next;
    }

    @Override
    public void configuration(ConfigurationChange change) {
      if (change.kind() == ConfigurationChange.Kind.TRANSITIONAL) {
        member.unpacker.ringInstalled();
      }
      next.configuration(change);
    }

    @Override
    public void multicast(Packet packet) {
      next.multicast(packet);
    }

    @Override
    public void announce(Packet packet) {
      next.announce(packet);
    }

    @Override
    public void unicast(int nodeId, Packet packet) {
      next.unicast(nodeId, packet);
    }

    @Override
    public boolean addressKnown(int nodeId) {
      return next.addressKnown(nodeId);
    }

    @Override
    public void reserveRingSequence(long upTo) {
      next.reserveRingSequence(upTo);
    }

    @Override
    public void group(GroupChange change) {
      next.group(change);
    }

    @Override
    public void message(MessageView message) {
      next.message(message);
    }

    @Override
    public void duplicateNodeId(long otherIncarnation) {
      next.duplicateNodeId(otherIncarnation);
    }
  }
}
