package io.evs.sim.world;

import io.evs.flight.FlightLog;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.Network;
import io.evs.sim.net.SimRandom;
import io.evs.sim.trace.SimTrace;
import io.evs.sim.trace.TraceHub;
import io.evs.verify.report.Property;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The simulated world: virtual time, processes, the network between them, and the queue of what
 * happens next. Everything runs on the calling thread; a step is one event handed to one process.
 */
public final class World {
  /** Watches and may answer what applications see, within the step in which they see it. */
  public interface Application {
    default void configured(SimProcess process, boolean regular) {}

    default void delivered(SimProcess process, AppEvent.Message message) {}
  }

  /**
   * Looks at a run from outside; must not change anything, so that a watched run is the same as any
   * other.
   */
  public interface Watcher {
    /** A process sends a packet. */
    void sent(Datagram datagram);

    /** An application is given a message. */
    void delivered(int process, AppEvent.Message message);
  }

  private static final class Unwatched implements Watcher {
    @Override
    public void sent(Datagram datagram) {}

    @Override
    public void delivered(int process, AppEvent.Message message) {}
  }

  /** Decides after which of a step's outputs a process dies; negative: it does not. */
  @FunctionalInterface
  public interface StepCut {
    /** How many of the outputs happen before the crash; the list holds null for a reservation. */
    int outputsBeforeCrash(List<Datagram> outputs);
  }

  /** Purposes of the streams split from the seed. */
  private static final long TIES = 1;

  private static final long NETWORK = 2;
  private static final long PERSIST = 3;
  private static final long PROCESS = 1000;
  private static final long SEALING = 1_000_000;

  private final WorldOptions options;
  private final ProcessLogic.Factory factory;
  private final EventQueue queue;
  private final Network network;
  private final SimProcess[] processes;
  private final StepRunner runner;
  private final TraceHub hub;
  private final StepHooks hooks = new StepHooks();
  private final Marks marks;
  private final Map<String, Long> counters = new TreeMap<>();
  private Application application = new Application() {};
  private Watcher watcher = new Unwatched();
  private long nowNanos;
  private Failure failure;
  private boolean ended;

  /** A world with all processes down. */
  public World(WorldOptions options, ProcessLogic.Factory factory, TraceHub hub) {
    SimRandom root = new SimRandom(options.seed);
    this.options = options;
    this.factory = factory;
    this.hub = hub;
    this.queue = new EventQueue(root.split(TIES));
    this.marks = new Marks(this);
    this.network = new Network(options.nodes, root.split(NETWORK), this::schedule, marks::dropped);
    this.processes = new SimProcess[options.nodes + 1];
    this.runner = new StepRunner(this, root.split(PERSIST));
    for (int id = 1; id <= options.nodes; id++) {
      SimTrace trace = new SimTrace(() -> nowNanos / 1000, hub.checker(id), hub.writer(id));
      processes[id] = new SimProcess(id, this, trace, root.split(PROCESS + id), options.nodes);
    }
  }

  // --- what it is -----------------------------------------------------------------------------

  /** What it was built with. */
  public WorldOptions options() {
    return options;
  }

  /** Virtual time in nanoseconds. */
  public long now() {
    return nowNanos;
  }

  /** Steps of processes so far. */
  public long steps() {
    return runner.steps();
  }

  /** Chance of the envelope of one start of a process; draws nothing from anything else. */
  SimRandom sealing(int id, long incarnation) {
    return new SimRandom(options.seed).split(SEALING + id).split(incarnation);
  }

  /** The network, to be changed at any time. */
  public Network network() {
    return network;
  }

  /** The first failure seen from outside a trace, or null. */
  public Failure failure() {
    return failure;
  }

  public SimProcess process(int id) {
    return processes[id];
  }

  public StepHooks hooks() {
    return hooks;
  }

  public Marks marks() {
    return marks;
  }

  /** Whether the process runs. */
  public boolean up(int id) {
    return processes[id].up();
  }

  /** State of a process's member, or DOWN. */
  public String state(int id) {
    return processes[id].state();
  }

  /** What a process's flight recorder holds; empty while it is down, or without recorders. */
  public Optional<FlightLog> flightLog(int id) {
    return processes[id].flightLog();
  }

  /** Tells a process's flight recorder what its system would: so many datagrams were dropped. */
  public void dropped(int id, long datagrams) {
    processes[id].dropped(datagrams);
  }

  /** What the process's application saw. */
  public List<AppEvent> history(int id) {
    return Collections.unmodifiableList(processes[id].history());
  }

  public void application(Application watcher) {
    this.application = watcher;
  }

  public void watcher(Watcher outside) {
    this.watcher = outside;
  }

  Watcher watcher() {
    return watcher;
  }

  void configured(SimProcess process, boolean regular) {
    application.configured(process, regular);
  }

  void delivered(SimProcess process, AppEvent.Message message) {
    watcher.delivered(process.id(), message);
    application.delivered(process, message);
  }

  /** Records a failure; the first one counts. */
  public void fail(Property property, String message) {
    if (failure == null) {
      failure = new Failure(property, message, steps(), nowNanos);
    }
  }

  // --- time -----------------------------------------------------------------------------------

  /** Runs an action at a virtual time. */
  public void at(long timeNanos, Runnable action) {
    queue.add(
        Math.max(timeNanos, nowNanos),
        new EventQueue.Event() {
          @Override
          void run() {
            action.run();
          }
        });
  }

  /** Runs an action after a delay. */
  public void after(long delayNanos, Runnable action) {
    at(nowNanos + delayNanos, action);
  }

  /** Handles the next event; false if there is none or something failed. */
  public boolean step() {
    if (failure != null) {
      return false;
    }
    EventQueue.Event event = queue.poll();
    if (event == null) {
      return false;
    }
    nowNanos = event.timeNanos();
    event.run();
    return failure == null;
  }

  /** Runs until the condition holds, no later than a virtual time; whether it holds. */
  public boolean runUntil(BooleanSupplier condition, long untilNanos) {
    while (!condition.getAsBoolean()) {
      if (queue.nextTime() > untilNanos) {
        nowNanos = Math.max(nowNanos, untilNanos);
        return false;
      }
      if (!step()) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /** Runs one phase after the other. */
  public void run(Phase first) {
    Optional<Phase> phase = Optional.of(first);
    while (phase.isPresent()) {
      runUntil(phase.get().over(), phase.get().untilNanos());
      phase = phase.get().next().get();
    }
  }

  /**
   * Runs phases as {@link #run} does, but only events up to a virtual time, and only so many.
   *
   * @return the phase that is under way; empty after the last one
   */
  public Optional<Phase> runPart(Phase current, long limitNanos, long events) {
    Optional<Phase> phase = Optional.of(current);
    long left = events;
    while (phase.isPresent()) {
      Phase now = phase.get();
      if (now.over().getAsBoolean()) {
        phase = now.next().get();
      } else if (queue.nextTime() > now.untilNanos()) {
        if (now.untilNanos() > limitNanos) {
          return phase;
        }
        nowNanos = Math.max(nowNanos, now.untilNanos());
        phase = now.next().get();
      } else if (queue.nextTime() > limitNanos || left == 0) {
        return phase;
      } else {
        left--;
        phase = step() ? phase : now.next().get();
      }
    }
    return phase;
  }

  /** Runs for so long. */
  public void runFor(long nanos) {
    runUntil(() -> false, nowNanos + nanos);
  }

  // --- processes ------------------------------------------------------------------------------

  /** Starts a process that is down, with what its storage holds. */
  public void start(int id) {
    SimProcess process = processes[id];
    if (!process.up()) {
      runner.perform(process, () -> process.start(options, factory));
    }
  }

  /** Starts a process that is down under an id that another has, too, for good; untraced. */
  public void startAs(int id, int nodeId) {
    processes[id].claims(nodeId);
    start(id);
  }

  /** Starts a process that is down, with storage in this condition. */
  public void start(int id, StorageAfterRestart fate) {
    if (fate == StorageAfterRestart.LOST) {
      processes[id].storage().lose();
    } else if (fate == StorageAfterRestart.PREVIOUS) {
      processes[id].storage().restorePrevious();
    }
    start(id);
  }

  /** Kills a process between two steps. */
  public void crash(int id) {
    if (processes[id].up()) {
      processes[id].crash();
      hooks.afterStep(this, processes[id]);
    }
  }

  /** Kills a process within a later step: the first one for which the cut says so. */
  public void crashWithinStep(int id, StepCut cut) {
    runner.cut(id, cut);
  }

  /** Kills a process in its next step, after so many lines of its log and before any output. */
  public void crashWithinLog(int id, int lines) {
    if (processes[id].up()) {
      runner.cutLog(id, lines);
    }
  }

  /** Takes back crashes that were to come within a later step. */
  public void cancelPlannedCrash(int id) {
    runner.cancelPlannedCrash(id);
  }

  /** Leaves gracefully. */
  public void leave(int id) {
    SimProcess process = processes[id];
    if (process.up() && !process.paused()) {
      runner.perform(process, process::leave);
      if (process.up()) {
        process.left();
      }
      hooks.afterStep(this, process);
    }
  }

  /** Stops a process from seeing anything until {@link #resume}. */
  public void pause(int id) {
    if (processes[id].up()) {
      processes[id].pause();
    }
  }

  /** Stops a process for so long; then the backlog arrives in this order. */
  public void pause(int id, long nanos, BacklogOrder order) {
    pause(id);
    int generation = processes[id].generation();
    after(
        nanos,
        () -> {
          if (processes[id].generation() == generation) {
            resume(id, order);
          }
        });
  }

  /** Lets a paused process continue. */
  public void resume(int id, BacklogOrder order) {
    SimProcess process = processes[id];
    if (!process.up() || !process.paused()) {
      return;
    }
    if (nowNanos - process.pausedAt() > options.policy.tokenNanos()) {
      marks.reach(Mark.LONG_PAUSE);
    }
    List<Datagram> waiting = process.resume(order);
    if (order == BacklogOrder.TIMERS_FIRST && process.deadline() <= nowNanos) {
      runner.perform(process, process::timers);
    }
    for (int i = 0; i < waiting.size(); i++) {
      queue.add(nowNanos + i, Long.MIN_VALUE + i, new Arrival(waiting.get(i)));
    }
    process.takeCompletions().forEach(Runnable::run);
    armTimer(process, nowNanos + waiting.size());
  }

  /** Makes a process's clock run at a rate; 1000 is right. */
  public void clockRate(int id, long permille) {
    processes[id].clock().rate(nowNanos, permille);
    processes[id].timerAt(Long.MAX_VALUE);
    armTimer(processes[id], nowNanos);
  }

  /** Submits a message; its number, or 0 if the process cannot take it now. */
  public long submit(int id, boolean safe, byte[] payload) {
    SimProcess process = processes[id];
    if (!process.up() || process.paused() || failure != null) {
      return 0;
    }
    long[] n = new long[1];
    runner.perform(process, () -> n[0] = process.submit(safe, payload));
    if (n[0] > 0 && !process.state().equals("OPERATIONAL")) {
      marks.reach(Mark.SUBMIT_OUTSIDE_OPERATIONAL);
    }
    return n[0];
  }

  /** Lets a process's application join the group. */
  public void joinGroup(int id) {
    SimProcess process = processes[id];
    if (process.up() && !process.paused()) {
      runner.perform(process, process::joinGroup);
    }
  }

  /** Submits from within a callback of the same process, whose step is under way. */
  public long submitWithinStep(SimProcess process, boolean safe, byte[] payload) {
    return process.submit(safe, payload);
  }

  /** Lets a packet appear at its receiver, whoever sent it. */
  public void inject(Datagram datagram, long delayNanos) {
    schedule(delayNanos, datagram);
  }

  /** Ends the run: processes that are up end alive in their traces. */
  public void end() {
    if (!ended) {
      ended = true;
      for (int id = 1; id < processes.length; id++) {
        processes[id].end();
      }
    }
  }

  public TraceHub hub() {
    return hub;
  }

  void count(Map<String, Long> more) {
    more.forEach((name, value) -> counters.merge(name, value, Long::sum));
  }

  /** The counters of all incarnations, summed, by name. */
  public Map<String, Long> counters() {
    Map<String, Long> sum = new TreeMap<>(counters);
    for (int id = 1; id < processes.length; id++) {
      processes[id].counters().forEach((name, value) -> sum.merge(name, value, Long::sum));
    }
    return sum;
  }

  // --- events ---------------------------------------------------------------------------------

  private final class Arrival extends EventQueue.Event {
    private final Datagram datagram;

    Arrival(Datagram datagram) {
      this.datagram = datagram;
    }

    @Override
    void run() {
      SimProcess process = processes[datagram.to()];
      if (!process.up()) {
        return;
      }
      if (process.paused()) {
        process.hold(datagram);
      } else {
        marks.received(datagram);
        runner.perform(process, () -> process.receive(datagram));
      }
    }
  }

  private void schedule(long delayNanos, Datagram datagram) {
    queue.add(nowNanos + Math.max(0, delayNanos), new Arrival(datagram));
  }

  private final class Timer extends EventQueue.Event {
    private final SimProcess process;
    private final int generation;

    Timer(SimProcess process) {
      this.process = process;
      this.generation = process.generation();
    }

    @Override
    void run() {
      // An event that a nearer one has replaced must not disturb that one.
      if (process.generation() != generation || process.timerAt() != timeNanos()) {
        return;
      }
      process.timerAt(Long.MAX_VALUE);
      if (process.paused()) {
        return;
      }
      if (process.deadline() > nowNanos) {
        armTimer(process, nowNanos);
      } else {
        runner.perform(process, process::timers);
      }
    }
  }

  void armTimer(SimProcess process, long earliest) {
    if (process.paused()) {
      return;
    }
    long due = process.deadline();
    if (due == Long.MAX_VALUE) {
      return;
    }
    due = Math.max(due, earliest);
    if (due < process.timerAt()) {
      process.timerAt(due);
      queue.add(due, new Timer(process));
    }
  }
}
