package io.evs.sim.app;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.flight.FlightSink;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.totem.wire.Packet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hands the events of the apps' groups to these, and all others on. */
final class AppEffects implements MemberEffects {
  final Map<Port, App> apps = new LinkedHashMap<>();

  /** The time of the event that is being handled. */
  long now;

  private final MemberEffects next;

  AppEffects(MemberEffects next) {
    this.next = next;
  }

  @Override
  public void configuration(ConfigurationChange change) {
    next.configuration(change);
    apps.values().forEach(app -> app.configuration(now, change));
  }

  @Override
  public void group(GroupChange change) {
    boolean own = false;
    for (Map.Entry<Port, App> each : apps.entrySet()) {
      if (change.group().equals(each.getKey().group())) {
        own = true;
        each.getValue().group(now, change);
      }
    }
    if (!own) {
      next.group(change);
    }
  }

  @Override
  public void message(MessageView message) {
    boolean own = false;
    for (Map.Entry<Port, App> each : apps.entrySet()) {
      if (message.isFor(each.getKey().group().bytes())) {
        own = true;
        GroupMember sender =
            new GroupMember(new NodeId(message.senderNode()), message.senderProcess());
        each.getValue().message(now, sender, message.payload());
      }
    }
    if (!own) {
      next.message(message);
    }
  }

  @Override
  public void installed(List<NodeId> members) {
    next.installed(members);
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
  public FlightSink flight() {
    return next.flight();
  }

  @Override
  public void reserveRingSequence(long upTo) {
    next.reserveRingSequence(upTo);
  }

  @Override
  public void heardFrom(int nodeId, boolean taken) {
    next.heardFrom(nodeId, taken);
  }

  @Override
  public void leaves(int nodeId) {
    next.leaves(nodeId);
  }

  @Override
  public void answer(Packet packet) {
    next.answer(packet);
  }

  @Override
  public byte[] addressOf(int nodeId) {
    return next.addressOf(nodeId);
  }

  @Override
  public void duplicateNodeId(long otherIncarnation) {
    next.duplicateNodeId(otherIncarnation);
  }

  @Override
  public void secondNode(int nodeId) {
    next.secondNode(nodeId);
  }

  @Override
  public void givesWay(long otherIncarnation, byte[] otherAddress) {
    next.givesWay(otherIncarnation, otherAddress);
  }
}
