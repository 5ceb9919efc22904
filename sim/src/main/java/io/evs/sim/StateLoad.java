package io.evs.sim;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.RingId;
import io.evs.sim.app.App;
import io.evs.sim.app.AppProcess;
import io.evs.sim.app.Port;
import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.trace.Traces;
import io.evs.state.replica.Machine;
import io.evs.state.replica.Pace;
import io.evs.state.replica.StateEffects;
import io.evs.state.replica.StateParticipant;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An application that replicates a state, for a while. */
final class StateLoad implements App, StateEffects {
  private static final long MS = 1_000_000L;
  private static final int ACTIONS = 60;
  private static final Group GROUP = new Group("state");

  /** Time in which all that the load began comes to its end. */
  private static final long REST_NANOS = 12_000 * MS;

  /** Small pieces, so that faults meet a transfer. */
  private static final Pace PACE = new Pace(32, 1);

  /** Bytes of a message before the command in it. */
  private static final int HEADER_BYTES = 10;

  private record Submitted(long command, boolean safe) {}

  private static final long HANDLE = 2;

  private final Port port;
  private final StateParticipant participant;
  private final StateWatch watch;
  private final SimRandom random;
  private final CommandList state;
  private final Map<Long, Submitted> submitted = new HashMap<>();
  private final Set<Long> inTails = new HashSet<>();
  private int actionsLeft = ACTIONS;
  private long nextAction;
  private long lastNumber;
  private RingId ring = new RingId(0, 0);
  private RingId readyIn = ring;
  private boolean isPrimary;
  private boolean inTail;
  private long now;

  private StateLoad(Port port, SimRandom random, StateWatch watch, Maker maker) {
    this.port = port;
    this.watch = watch;
    this.random = random;
    this.state = new CommandList(this::applied);
    this.participant = maker.make(port.self(), state, this, PACE);
  }

  /** Runs the options with processes that replicate a state, and compares it. */
  static SimResult run(SimOptions options, @Nullable Path traces, Maker maker) {
    StateWatch watch = new StateWatch();
    Simulation simulation =
        new Simulation(
            options,
            Simulation.plan(options),
            (config, effects, trace, pool) -> {
              AppProcess process = new AppProcess(config, effects, trace, pool);
              Port port = process.port(HANDLE, GROUP);
              SimRandom random = new SimRandom(config.challenge()).split(REST_NANOS);
              process.add(port, new StateLoad(port, random, watch, maker));
              return process;
            },
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
    StateParticipant make(GroupMember self, Machine machine, StateEffects effects, Pace pace);
  }

  CommandList commands() {
    return state;
  }

  RingId ring() {
    return ring;
  }

  /** Whether commands are applied in its ring. */
  boolean isPrimary() {
    return isPrimary;
  }

  boolean isReady() {
    return participant.isReady();
  }

  String describe() {
    return participant.describe() + " digest " + state.digest();
  }

  /** Commands of its own that have not been answered or refused. */
  int unanswered() {
    return submitted.size();
  }

  int process() {
    return port.process();
  }

  /** Whether it has seen everything of its ring, and nothing of it waits to be sent. */
  boolean isQuiet() {
    return port.isSettled();
  }

  @Override
  public void send(byte[] payload, boolean safe) {
    port.send(payload, safe);
  }

  // ---- the load

  private void applied(long command) {
    if (!inTails.contains(command)) {
      watch.applied(this, command, state.digest());
    }
  }

  private void look() {
    if (participant.isReady() && !readyIn.equals(ring)) {
      readyIn = ring;
      watch.ready(this);
    }
  }

  @Override
  public void answered(long number, @Nullable Object answer) {
    Submitted mine = submitted.remove(number);
    if (mine != null) {
      watch.answered(this, mine.command, mine.safe);
    }
  }

  @Override
  public void threw(long number, RuntimeException failure) {
    watch.fail(this, "threw " + failure.getMessage());
  }

  @Override
  public void refused(long number, Refusal why) {
    submitted.remove(number);
  }

  @Override
  public void ready(boolean isReady) {
    // What it has is looked at once all of the event is done.
  }

  @Override
  public void differ(List<GroupMember> members) {
    watch.fail(this, "differs from " + members);
  }

  @Override
  public void ended(String why) {
    watch.fail(this, "ended: " + why);
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
    inTail = change.kind() == ConfigurationChange.Kind.TRANSITIONAL;
    if (!inTail) {
      ring = change.ring();
      isPrimary = change.primary().orElse(true);
    }
    participant.configuration(now, change);
  }

  @Override
  public void group(long time, GroupChange change) {
    now = time;
    participant.group(now, change);
    look();
  }

  @Override
  public void message(long time, GroupMember sender, byte[] payload) {
    now = time;
    if (inTail && payload.length == HEADER_BYTES + Long.BYTES) {
      inTails.add(ByteBuffer.wrap(payload).getLong(HEADER_BYTES));
    }
    participant.message(now, sender, payload);
    look();
  }

  @Override
  public void timers(long time) {
    now = time;
    participant.timers(now);
    if (actionsLeft > 0 && now >= nextAction) {
      actionsLeft--;
      nextAction = now + random.between(5 * MS, 120 * MS);
      long command = watch.command();
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(command).array();
      // It may be refused before its number is known.
      boolean safe = random.chance(0.8);
      submitted.put(++lastNumber, new Submitted(command, safe));
      participant.submit(now, bytes, safe);
    }
  }

  @Override
  public long deadline() {
    return Math.min(participant.deadline(), actionsLeft > 0 ? nextAction : Long.MAX_VALUE);
  }

  @Override
  public void leave(long time) {
    now = time;
    actionsLeft = 0;
  }
}
