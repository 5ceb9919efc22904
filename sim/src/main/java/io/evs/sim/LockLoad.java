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
import io.evs.lock.table.LockParticipant;
import io.evs.sim.fault.FaultPlan;
import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The real engine as a simulated process whose application also takes locks, for a while. */
final class LockLoad implements ProcessLogic, LockParticipant.Effects {
  private static final long MS = 1_000_000L;
  private static final long PROCESS = 2;
  private static final int NAMES = 3;
  private static final int HELD_MAX = 4;
  private static final long LEASE_NANOS = 1500 * MS;

  /** Time in which all that the load began comes to its end. */
  private static final long REST_NANOS = 5000 * MS;

  private static final Group LOCKS = new Group("locks");

  private record Sending(byte[] payload, boolean safe) {}

  private record Wish(String name, boolean shared) {}

  private final int process;
  private final Member member;
  private final MemberLogic base;
  private final LockParticipant locks;
  private final LockWatch watch;
  private final SimRandom random;
  private final Deque<Sending> sending = new ArrayDeque<>();
  private final Map<Long, Wish> wishes = new TreeMap<>();
  private boolean isOver;
  private long nextAction;
  private long now;
  private boolean left;

  LockLoad(
      MemberConfig config,
      MemberEffects effects,
      TraceSink trace,
      PacketPool pool,
      LockWatch watch,
      Maker maker) {
    this.process = config.nodeId();
    this.member = new Member(config, new WithLocks(effects), trace, pool);
    this.base = new MemberLogic(member);
    this.watch = watch;
    this.random = new SimRandom(config.challenge()).split(LEASE_NANOS);
    this.locks =
        maker.make(
            new GroupMember(new NodeId(config.nodeId()), PROCESS),
            watch.clock() << LockParticipant.NUMBER_BITS,
            LEASE_NANOS,
            this);
  }

  /** Runs the options with processes that take locks, and looks at who holds them. */
  static SimResult run(SimOptions options, Path traces, Maker maker) {
    return run(options, Simulation.plan(options), traces, maker);
  }

  /** The same with these faults. */
  static SimResult run(SimOptions options, FaultPlan faults, Path traces, Maker maker) {
    LockWatch watch = new LockWatch(options.spanNanos() + LEASE_NANOS);
    Simulation simulation =
        new Simulation(
            options,
            faults,
            (config, effects, trace, pool) ->
                new LockLoad(config, effects, trace, pool, watch, maker),
            Traces.open(options.nodes(), traces));
    watch.world(simulation.world());
    simulation.world().run(simulation.begin());
    simulation.world().runFor(REST_NANOS);
    watch.finish();
    return simulation.result();
  }

  /** Makes participants, with planted bugs or without. */
  @FunctionalInterface
  interface Maker {
    LockParticipant make(
        GroupMember self, long firstNumber, long leaseNanos, LockParticipant.Effects effects);
  }

  int process() {
    return process;
  }

  /** Whether its table is that of its ring: it has seen everything, and waits for nothing. */
  boolean isSettled() {
    return locks.isReady() && sending.isEmpty() && member.isSynchronized();
  }

  String table() {
    return locks.describe();
  }

  // ---- the load

  private void act() {
    if (!isOver && now >= nextAction) {
      nextAction = now + random.between(5 * MS, 200 * MS);
      isOver = watch.isOver();
      if (isOver) {
        List.copyOf(wishes.keySet()).forEach(this::release);
      } else if (wishes.size() >= HELD_MAX || (!wishes.isEmpty() && random.chance(0.5))) {
        int which = random.nextInt(wishes.size());
        release(List.copyOf(wishes.keySet()).get(which));
      } else {
        Wish wish = new Wish("lock" + random.nextInt(NAMES), random.chance(0.3));
        long number = locks.request(now, wish.name, wish.shared, random.chance(0.8));
        wishes.put(number, wish);
      }
    }
    flush();
  }

  private void release(long number) {
    wishes.remove(number);
    watch.ended(this, number);
    locks.release(now, number);
  }

  private void flush() {
    while (!left && !sending.isEmpty()) {
      Sending first = sending.peek();
      if (member.submit(now, PROCESS, first.safe, List.of(LOCKS), first.payload) == 0) {
        return;
      }
      sending.remove();
    }
  }

  @Override
  public void send(byte[] payload, boolean safe) {
    sending.add(new Sending(payload, safe));
  }

  @Override
  public void granted(long number, long fence) {
    Wish wish = wishes.get(number);
    if (wish != null) {
      watch.granted(this, wish.name, number, wish.shared, fence);
    }
  }

  @Override
  public void refused(long number, boolean full) {
    wishes.remove(number);
  }

  @Override
  public void lost(long number) {
    wishes.remove(number);
    watch.ended(this, number);
  }

  // ---- the process

  @Override
  public void start(long time) {
    now = time;
    nextAction = now + random.between(0, 400 * MS);
    watch.started(this);
    member.joinGroup(now, PROCESS, LOCKS);
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
    locks.timers(time);
    act();
  }

  @Override
  public long deadline() {
    long own = isOver ? Long.MAX_VALUE : nextAction;
    long retry = sending.isEmpty() ? Long.MAX_VALUE : now + 5 * MS;
    return Math.min(Math.min(base.deadline(), locks.deadline()), Math.min(own, retry));
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
    List.copyOf(wishes.keySet()).forEach(number -> watch.ended(this, number));
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

  /** Hands the events of the locks' group to the participant, and all others on. */
  private final class WithLocks implements MemberEffects {
    private final MemberEffects next;

    WithLocks(MemberEffects next) {
      this.next = next;
    }

    @Override
    public void configuration(ConfigurationChange change) {
      next.configuration(change);
      locks.configuration(now, change);
    }

    @Override
    public void group(GroupChange change) {
      if (change.group().equals(LOCKS)) {
        locks.group(now, change);
      } else {
        next.group(change);
      }
    }

    @Override
    public void message(MessageView message) {
      if (message.isFor(LOCKS.bytes())) {
        GroupMember sender =
            new GroupMember(new NodeId(message.senderNode()), message.senderProcess());
        locks.message(now, sender, message.payload());
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
