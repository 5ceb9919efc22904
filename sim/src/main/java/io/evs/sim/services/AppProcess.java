package io.evs.sim.services;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real engine as a simulated process whose application also uses services of the library. */
final class AppProcess implements ProcessLogic {
  private static final long RETRY_NANOS = 5_000_000L;

  private final int process;
  private final Member member;
  private final MemberLogic base;
  private final Map<Port, App> apps = new LinkedHashMap<>();
  private long now;

  AppProcess(MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool) {
    this.process = config.nodeId();
    this.member = new Member(config, new WithApps(effects), trace, pool);
    this.base = new MemberLogic(member);
  }

  /** A handle for an app; the number is its process id. */
  Port port(long handle, Group group) {
    return new Port(member, process, handle, group);
  }

  void add(Port port, App app) {
    apps.put(port, app);
  }

  private void flush() {
    apps.keySet().forEach(port -> port.flush(now));
  }

  @Override
  public void start(long time) {
    now = time;
    apps.forEach(
        (port, app) -> {
          app.start(time);
          port.join(time);
        });
    base.start(time);
    flush();
  }

  @Override
  public void receive(long time, Packet packet) {
    now = time;
    base.receive(time, packet);
    flush();
  }

  @Override
  public void timers(long time) {
    now = time;
    if (member.deadline() <= time) {
      base.timers(time);
    }
    apps.values().forEach(app -> app.timers(time));
    flush();
  }

  @Override
  public long deadline() {
    long next = base.deadline();
    for (Map.Entry<Port, App> each : apps.entrySet()) {
      long retry = each.getKey().isWaiting() ? now + RETRY_NANOS : Long.MAX_VALUE;
      next = Math.min(next, Math.min(retry, each.getValue().deadline()));
    }
    return next;
  }

  @Override
  public void persisted(long time, long upTo) {
    now = time;
    base.persisted(time, upTo);
    flush();
  }

  @Override
  public void leave(long time) {
    now = time;
    apps.forEach(
        (port, app) -> {
          port.leave();
          app.leave(time);
        });
    base.leave(time);
  }

  @Override
  public long submit(long time, boolean safe, byte[] payload) {
    now = time;
    return base.submit(time, safe, payload);
  }

  @Override
  public void joinGroup(long time) {
    base.joinGroup(time);
  }

  @Override
  public long queuedBytes() {
    return base.queuedBytes();
  }

  @Override
  public Configuration configuration() {
    return base.configuration();
  }

  @Override
  public String state() {
    return base.state();
  }

  @Override
  public int highSeq() {
    return base.highSeq();
  }

  @Override
  public int aru() {
    return base.aru();
  }

  @Override
  public Map<String, Long> counters() {
    return base.counters();
  }

  /** Hands the events of the apps' groups to these, and all others on. */
  private final class WithApps implements MemberEffects {
    private final MemberEffects next;

    WithApps(MemberEffects next) {
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
}
