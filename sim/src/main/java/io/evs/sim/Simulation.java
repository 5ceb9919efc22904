package io.evs.sim;

import io.evs.lock.table.LockParticipant;
import io.evs.sim.fault.FaultInjector;
import io.evs.sim.fault.FaultPlan;
import io.evs.sim.net.LinkModel;
import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.trace.TraceHub;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.Phase;
import io.evs.sim.world.ProcessLogic;
import io.evs.sim.world.World;
import io.evs.sim.world.WorldOptions;
import io.evs.state.replica.StateParticipant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One random run: chaos, in which messages and faults are spread over a span; drain, in which only
 * the packets' own rates of loss and the like remain; heal, after which the ring must settle.
 */
public final class Simulation {
  private static final long MS = 1_000_000L;
  private static final long FAULTS = 11;
  private static final long WORKLOAD = 12;
  private static final long START = 13;
  private static final long HEAL = 14;
  private static final long DELAYS = 15;

  private final SimOptions options;
  private final FaultPlan plan;
  private final World world;
  private final Workload workload;
  private final FaultInjector injector;
  private final Convergence convergence;
  private final SimRandom root;

  Simulation(SimOptions options, FaultPlan plan, ProcessLogic.Factory factory, TraceHub hub) {
    this.options = options;
    this.plan = plan;
    this.root = new SimRandom(options.seed());
    this.world = new World(worldOptions(options), factory, hub);
    this.workload = new Workload(world);
    this.injector = new FaultInjector(world);
    this.convergence = new Convergence(world, workload, options.maxSteps());
  }

  /** Runs the options with the real engine and the checker. */
  public static SimResult run(SimOptions options) {
    return run(options, null);
  }

  /**
   * Runs the options, and writes traces.
   *
   * @param traceDirectory one file per process and one of the environment; null for none
   */
  public static SimResult run(SimOptions options, Path traceDirectory) {
    if (options.locks()) {
      return LockLoad.run(options, traceDirectory, LockParticipant::new);
    }
    if (options.state()) {
      return StateLoad.run(options, traceDirectory, StateParticipant::new);
    }
    return run(
        options, plan(options), MemberLogic::new, Traces.open(options.nodes(), traceDirectory));
  }

  /**
   * Runs the options with other processes, seen from outside.
   *
   * @param traceDirectory as in {@link #run(SimOptions, Path)}
   * @param watch is told of the world before anything runs in it; what it returns runs at the end,
   *     before the result is known
   */
  public static SimResult runWatched(
      SimOptions options,
      Path traceDirectory,
      ProcessLogic.Factory factory,
      Function<World, Runnable> watch) {
    TraceHub hub = Traces.open(options.nodes(), traceDirectory);
    Simulation simulation = new Simulation(options, plan(options), factory, hub);
    Runnable end = watch.apply(simulation.world);
    simulation.world.run(simulation.begin());
    end.run();
    return simulation.result();
  }

  /** Runs the options with other processes and the checker. */
  public static SimResult runWith(SimOptions options, ProcessLogic.Factory factory) {
    return run(options, plan(options), factory, Traces.open(options.nodes(), null));
  }

  /** Runs the options with given faults, other processes and the checker. */
  public static SimResult runWith(
      SimOptions options, FaultPlan plan, ProcessLogic.Factory factory) {
    return run(options, plan, factory, Traces.open(options.nodes(), null));
  }

  /** The faults that the options' seed draws. */
  public static FaultPlan plan(SimOptions options) {
    return FaultPlan.random(options, new SimRandom(options.seed()).split(FAULTS));
  }

  /** Runs options with given faults, logic and traces. */
  public static SimResult run(
      SimOptions options, FaultPlan plan, ProcessLogic.Factory factory, TraceHub hub) {
    return new Simulation(options, plan, factory, hub).run();
  }

  static WorldOptions worldOptions(SimOptions options) {
    WorldOptions world = new WorldOptions(options.nodes(), options.seed());
    world.policy = options.policy();
    world.initialSeq = options.initialSeq();
    world.initialTokenSeq = options.initialTokenSeq();
    world.learnAddresses = options.learnAddresses();
    world.keepHistory = false;
    world.sealed = options.sealed();
    world.quorum = options.quorumSettings();
    return world;
  }

  World world() {
    return world;
  }

  SimResult run() {
    world.run(begin());
    return result();
  }

  /** Prepares the run; it begins with this phase. */
  Phase begin() {
    weather();
    startAll();
    long formUntil = options.formFirst() ? options.untilNanos() / 2 : world.now();
    return new Phase(() -> !options.formFirst() || formed(), formUntil, this::chaos);
  }

  private Optional<Phase> chaos() {
    long begin = world.now();
    workload.plan(options, begin, root.split(WORKLOAD));
    injector.schedule(plan, begin);
    return Optional.of(
        new Phase(convergence::outOfSteps, begin + options.spanNanos(), () -> drain(begin)));
  }

  private Optional<Phase> drain(long begin) {
    List<Integer> stayDown = stayDown();
    injector.calm(stayDown);
    long half = options.maxSteps() / 2;
    return Optional.of(
        new Phase(
            () -> world.steps() >= half || convergence.quiet(),
            begin + options.untilNanos(),
            () -> {
              injector.heal(stayDown);
              return convergence.settling();
            }));
  }

  /** What came of the run, after its last phase. */
  SimResult result() {
    return convergence.result("", options.describe() + " " + plan.faults());
  }

  private boolean formed() {
    return convergence.outOfSteps()
        || (convergence.living().length == options.nodes()
            && convergence.oneRing(convergence.living()));
  }

  private void weather() {
    LinkModel model = world.network().model();
    model.baseNanos = options.latencyNanos();
    model.tailNanos = options.latencyNanos() / 10;
    if (options.burstLoss()) {
      // Bursts of five packets with nine tenths lost give the same mean.
      model.burstEnter = Math.min(1, options.loss() / (0.9 * 5));
    } else {
      model.loss = options.loss();
    }
    model.duplicate = options.duplicate();
    model.reorder = options.reorder();
    model.corrupt = options.corrupt();
    model.garbage = options.garbage();
    // Some copies come so late that the ring or the attempt they belong to is gone.
    SimRandom delays = root.split(DELAYS);
    model.duplicateDelayNanos = delays.pick(3 * MS, 3 * MS, 50 * MS, 400 * MS);
    model.reorderDelayNanos = delays.pick(3 * MS, 3 * MS, 3 * MS, 50 * MS);
  }

  private void startAll() {
    SimRandom random = root.split(START);
    long jitter = random.pick(0, MS, options.policy().joinNanos(), options.spanNanos() / 10);
    for (int node = 1; node <= options.nodes(); node++) {
      int id = node;
      world.at(random.between(0, jitter), () -> world.start(id));
    }
  }

  private List<Integer> stayDown() {
    SimRandom random = root.split(HEAL);
    List<Integer> down = new ArrayList<>();
    for (int node = 1; node <= options.nodes(); node++) {
      if (!world.up(node) && random.chance(options.stayDown())) {
        down.add(node);
      }
    }
    if (down.size() == options.nodes()) {
      down.remove(0);
    }
    return down;
  }
}
