package io.evs.sim;

import io.evs.Configuration;
import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.lock.table.LockParticipant;
import io.evs.sim.app.App;
import io.evs.sim.app.AppProcess;
import io.evs.sim.app.Port;
import io.evs.sim.fault.FaultPlan;
import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.trace.Traces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An application that takes locks, for a while. */
final class LockLoad implements App, LockParticipant.Effects, LockWatch.Holder {
  private static final long MS = 1_000_000L;
  private static final long HANDLE = 2;
  static final int NAMES = 3;
  private static final int HELD_MAX = 4;
  static final long LEASE_NANOS = 1500 * MS;

  /** How soon it reads what a client has sent. */
  private static final long READ_NANOS = 10 * MS;

  /** Time in which all that the load began comes to its end. */
  private static final long REST_NANOS = 5000 * MS;

  /** The purpose of the clients' chance. */
  private static final long CLIENTS = 400_000;

  private static final Group LOCKS = new Group("locks");

  private record Wish(String name, boolean shared) {}

  private final Port port;
  private final LockParticipant locks;
  private final LockService service;
  private final LockWatch watch;
  private final SimRandom random;
  private final Map<Long, Wish> wishes = new TreeMap<>();
  private boolean isOver;
  private long nextAction;
  private long now;

  private LockLoad(Port port, SimRandom random, LockWatch watch, Maker maker) {
    this.port = port;
    this.watch = watch;
    this.random = random;
    this.locks =
        maker.make(port.self(), watch.clock() << LockParticipant.NUMBER_BITS, LEASE_NANOS, this);
    this.service = new LockService(locks, LEASE_NANOS);
  }

  /** Runs the options with processes that take locks, and looks at who holds them. */
  static SimResult run(SimOptions options, Path traces, Maker maker) {
    return run(options, Simulation.plan(options), traces, maker);
  }

  /** The same with these faults. */
  static SimResult run(SimOptions options, FaultPlan faults, Path traces, Maker maker) {
    return run(options, faults, traces, maker, LEASE_NANOS);
  }

  /**
   * The same. Where daemons are stopped each has a client, which is not.
   *
   * @param clientLeaseNanos the lease that clients go by
   */
  static SimResult run(
      SimOptions options, FaultPlan faults, Path traces, Maker maker, long clientLeaseNanos) {
    LockWatch watch = new LockWatch(options.spanNanos() + LEASE_NANOS);
    Simulation simulation =
        new Simulation(
            options,
            faults,
            (config, effects, trace, pool) -> {
              AppProcess process = new AppProcess(config, effects, trace, pool);
              Port port = process.port(HANDLE, LOCKS);
              SimRandom random = new SimRandom(config.challenge()).split(LEASE_NANOS);
              process.add(port, new LockLoad(port, random, watch, maker));
              return process;
            },
            Traces.open(options.nodes(), traces));
    watch.world(simulation.world());
    SimRandom root = new SimRandom(options.seed()).split(CLIENTS);
    for (int id = 1; id <= options.nodes() && options.pauses() > 0; id++) {
      watch.client(new LockClient(id, simulation.world(), watch, root.split(id), clientLeaseNanos));
    }
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

  @Override
  public int process() {
    return port.process();
  }

  @Override
  public boolean isStopped() {
    return watch.world().process(process()).paused();
  }

  LockService service() {
    return service;
  }

  /** Whether its table is that of its ring: it has seen everything, and waits for nothing. */
  boolean isSettled() {
    return locks.isReady() && port.isSettled();
  }

  /** The configuration that its member is in. */
  Configuration inForce() {
    return port.configuration();
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
  }

  private void release(long number) {
    wishes.remove(number);
    watch.ended(this, number);
    locks.release(now, number);
  }

  @Override
  public void send(byte[] payload, boolean safe) {
    port.send(payload, safe);
  }

  @Override
  public void granted(long number, long fence) {
    Wish wish = wishes.get(number);
    if (!service.granted(now, number, fence) && wish != null) {
      watch.granted(this, wish.name, number, wish.shared, fence);
    }
  }

  @Override
  public void refused(long number, boolean full) {
    service.lost(number);
    wishes.remove(number);
  }

  @Override
  public void lost(long number) {
    service.lost(number);
    wishes.remove(number);
    watch.ended(this, number);
  }

  // ---- the process

  @Override
  public void start(long time) {
    now = time;
    nextAction = now + random.between(0, 400 * MS);
    watch.started(this);
  }

  @Override
  public void configuration(long time, ConfigurationChange change) {
    now = time;
    locks.configuration(now, change);
  }

  @Override
  public void group(long time, GroupChange change) {
    now = time;
    locks.group(now, change);
  }

  @Override
  public void message(long time, GroupMember sender, byte[] payload) {
    now = time;
    locks.message(now, sender, payload);
  }

  @Override
  public void timers(long time) {
    now = time;
    locks.timers(now);
    service.serve(now);
    act();
  }

  @Override
  public long deadline() {
    long read = watch.hasClients() ? now + READ_NANOS : Long.MAX_VALUE;
    return Math.min(Math.min(locks.deadline(), read), isOver ? Long.MAX_VALUE : nextAction);
  }

  @Override
  public void leave(long time) {
    now = time;
    List.copyOf(wishes.keySet()).forEach(number -> watch.ended(this, number));
    watch.leaves(this);
  }
}
