package io.evs.sim;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.flight.FlightSink;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The real engine as a simulated process, with a second application beside the usual one, in a
 * group of its own.
 */
abstract class Application implements ProcessLogic {
  /** The process id of the second application. */
  static final long PROCESS = 2;

  private static final long RETRY_NANOS = 5_000_000L;

  private record Sending(byte[] payload, boolean safe) {}

  private final Group group;
  private final int process;
  private final Member member;
  private final MemberLogic base;
  private final Deque<Sending> sending = new ArrayDeque<>();
  private boolean left;

  /** The time of the event that is being handled. */
  long now;

  Application(
      MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool, Group group) {
    this.group = group;
    this.process = config.nodeId();
    this.member = new Member(config, new WithGroup(effects), trace, pool);
    this.base = new MemberLogic(member);
  }

  /** It begins; before its first event. */
  abstract void begins();

  /** A configuration change. */
  abstract void onConfiguration(ConfigurationChange change);

  /** A change of its group. */
  abstract void onGroup(GroupChange change);

  /** A message to its group. */
  abstract void onMessage(GroupMember sender, byte[] payload);

  /** Runs what is due. */
  abstract void due();

  /** When {@link #due} must be called next; Long.MAX_VALUE if never. */
  abstract long dueAt();

  /** It leaves for good. */
  abstract void leaves();

  int process() {
    return process;
  }

  /** Whether it has seen everything of its ring, and nothing of it waits to be sent. */
  boolean isQuiet() {
    return sending.isEmpty() && member.isSynchronized();
  }

  static GroupMember self(MemberConfig config) {
    return new GroupMember(new NodeId(config.nodeId()), PROCESS);
  }

  /** Multicasts to its group. */
  public void send(byte[] payload, boolean safe) {
    sending.add(new Sending(payload, safe));
  }

  private void flush() {
    while (!left && !sending.isEmpty()) {
      Sending first = sending.peek();
      if (member.submit(now, PROCESS, first.safe, List.of(group), first.payload) == 0) {
        return;
      }
      sending.remove();
    }
  }

  @Override
  public void start(long time) {
    now = time;
    begins();
    member.joinGroup(now, PROCESS, group);
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
    due();
    flush();
  }

  @Override
  public long deadline() {
    long retry = sending.isEmpty() ? Long.MAX_VALUE : now + RETRY_NANOS;
    return Math.min(Math.min(base.deadline(), dueAt()), retry);
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
    left = true;
    leaves();
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

  /** Hands the events of the group to the second application, and all others on. */
  private final class WithGroup implements MemberEffects {
    private final MemberEffects next;

    WithGroup(MemberEffects next) {
      this.next = next;
    }

    @Override
    public void configuration(ConfigurationChange change) {
      next.configuration(change);
      onConfiguration(change);
    }

    @Override
    public void group(GroupChange change) {
      if (change.group().equals(group)) {
        onGroup(change);
      } else {
        next.group(change);
      }
    }

    @Override
    public void message(MessageView message) {
      if (message.isFor(group.bytes())) {
        GroupMember sender =
            new GroupMember(new NodeId(message.senderNode()), message.senderProcess());
        onMessage(sender, message.payload());
      } else {
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
    public FlightSink flight() {
      return next.flight();
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
