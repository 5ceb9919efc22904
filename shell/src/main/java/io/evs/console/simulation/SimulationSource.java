package io.evs.console.simulation;

import io.evs.Configuration;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.console.source.Health;
import io.evs.console.source.LatencyFigures;
import io.evs.console.source.MemberFigures;
import io.evs.console.source.Playback;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingFigures;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.RingSource;
import io.evs.console.source.Section;
import io.evs.console.source.Subject;
import io.evs.console.source.TokenFigures;
import io.evs.node.status.Metrics;
import io.evs.sim.ByHand;
import io.evs.sim.SteppedSimulation;
import io.evs.sim.options.SimOptions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A simulated ring whose virtual time follows real time at a speed. */
public final class SimulationSource implements RingSource, Playback {
  /** Virtual nanoseconds per real one, as fractions for people. */
  private static final List<String> SPEEDS =
      List.of(
          "1/1000", "1/500", "1/200", "1/100", "1/50", "1/20", "1/10", "1/5", "1/2", "1", "2", "5");

  private static final int DEFAULT_SPEED = SPEEDS.indexOf("1/100");

  /** So that a second that is full of events does not keep the console from answering keys. */
  private static final long EVENTS_PER_TURN_MAX = 100_000;

  private static final long SKIP_EVENTS_MAX = 2_000_000;
  private static final long SKIP_SLICE = 20;

  private SimOptions options;
  private SteppedSimulation simulation;
  private SimulationEvents events;
  private int[] pauses;
  private boolean[] paused;
  private int speed = DEFAULT_SPEED;
  private boolean standsStill;
  private double targetNanos;

  /** A run that has not begun. */
  public SimulationSource(SimOptions options) {
    begin(options);
  }

  /** Shows another run from its beginning; what is to be done to it is for the caller to plan. */
  final ByHand begin(SimOptions wanted) {
    options = wanted;
    events = new SimulationEvents(options.nodes());
    simulation = new SteppedSimulation(options, events::delivered);
    pauses = new int[options.nodes() + 1];
    paused = new boolean[options.nodes() + 1];
    standsStill = false;
    targetNanos = 0;
    return simulation.byHand();
  }

  /** How fast it is: one of those that the keys step through. */
  void speed(String wanted) {
    speed = SPEEDS.indexOf(wanted);
  }

  // --- time -----------------------------------------------------------------------------------

  @Override
  public void elapse(Duration real) {
    if (standsStill || simulation.ended()) {
      return;
    }
    targetNanos += real.toNanos() * factor();
    simulation.advance((long) targetNanos, EVENTS_PER_TURN_MAX);
    look();
  }

  private double factor() {
    String[] parts = SPEEDS.get(speed).split("/", 2);
    double whole = Double.parseDouble(parts[0]);
    return parts.length == 1 ? whole : whole / Double.parseDouble(parts[1]);
  }

  @Override
  public boolean isPaused() {
    return standsStill;
  }

  @Override
  public void togglePause() {
    standsStill = !standsStill;
  }

  @Override
  public void step() {
    standsStill = true;
    simulation.advance(Long.MAX_VALUE, 1);
    arrived();
  }

  @Override
  public void skip() {
    long left = SKIP_EVENTS_MAX;
    long before = events.changes();
    while (events.changes() == before && !simulation.ended() && left > 0) {
      simulation.advance(Long.MAX_VALUE, SKIP_SLICE);
      left -= SKIP_SLICE;
      look();
    }
    arrived();
  }

  /** Time goes on from where the simulation is now. */
  private void arrived() {
    targetNanos = Math.max(targetNanos, simulation.now());
    look();
  }

  private void look() {
    events.look(simulation);
    for (SteppedSimulation.Node node : simulation.nodes()) {
      if (node.paused() && !paused[node.id()]) {
        pauses[node.id()]++;
      }
      paused[node.id()] = node.paused();
    }
  }

  @Override
  public void faster() {
    speed = Math.min(SPEEDS.size() - 1, speed + 1);
  }

  @Override
  public void slower() {
    speed = Math.max(0, speed - 1);
  }

  @Override
  public String speed() {
    return SPEEDS.get(speed);
  }

  @Override
  public boolean hasEnded() {
    return simulation.ended();
  }

  // --- faults ---------------------------------------------------------------------------------

  @Override
  public void crash(NodeId process) {
    simulation.byHand().crash(process.value());
    look();
  }

  @Override
  public void restart(NodeId process) {
    simulation.byHand().restart(process.value());
    look();
  }

  @Override
  public void cutOff(NodeId process) {
    simulation.byHand().cutOff(process.value());
    look();
  }

  @Override
  public void pauseProcess(NodeId process) {
    simulation.byHand().pause(process.value());
    look();
  }

  @Override
  public void heal() {
    simulation.byHand().heal();
    look();
  }

  @Override
  public Optional<Playback> playback() {
    return Optional.of(this);
  }

  @Override
  public void close() {}

  // --- what there is --------------------------------------------------------------------------

  @Override
  public List<RingEvent> takeEvents() {
    return events.take();
  }

  @Override
  public RingSnapshot snapshot() {
    List<SteppedSimulation.Node> nodes = simulation.nodes();
    Map<RingId, SteppedSimulation.Token> tokens = new TreeMap<>();
    simulation.tokens().forEach(token -> tokens.put(token.ring(), token));
    Optional<SteppedSimulation.Node> asked = asked(nodes);
    Optional<SteppedSimulation.Token> token =
        asked.flatMap(SteppedSimulation.Node::configuration).map(each -> tokens.get(each.ring()));
    return new RingSnapshot(
        simulation.now(),
        SimulationEvents.time(simulation.now()),
        "simulation, seed " + options.seed(),
        asked.map(SteppedSimulation.Node::state).orElse("DOWN"),
        "",
        asked.map(node -> "seen from process " + node.id()).orElse("no process is up")
            + "; "
            + simulation.dropped()
            + " packets lost",
        options.sealed() ? "aes-256-gcm" : "security none",
        asked.flatMap(SteppedSimulation.Node::configuration).map(own -> ring(own, tokens)).stream()
            .toList(),
        nodes.stream().map(node -> member(node, tokens, asked)).toList(),
        token.map(SimulationSource::figures).orElse(TokenFigures.UNKNOWN),
        LatencyFigures.UNKNOWN,
        events.groups(),
        asked.map(node -> counter(node, "messages_delivered")).orElse(OptionalLong.empty()),
        asked.map(node -> counter(node, "message_bytes_delivered")).orElse(OptionalLong.empty()),
        verdict(),
        Health.FINE);
  }

  @Override
  public List<Section> describe(Subject subject) {
    if (subject instanceof Subject.Member member) {
      return simulation.nodes().stream()
          .filter(node -> node.id() == member.id().value())
          .findFirst()
          .map(node -> SimulatedFacts.member(simulation, node))
          .orElse(List.of());
    } else if (subject instanceof Subject.OfGroup group) {
      return SimulatedFacts.group(group.title(), events.groups());
    }
    return List.of(Section.of(((Subject.Happened) subject).event()));
  }

  /** Whose view is shown: the least of the largest ring, of those that run. */
  private static Optional<SteppedSimulation.Node> asked(List<SteppedSimulation.Node> nodes) {
    return nodes.stream()
        .filter(SteppedSimulation.Node::up)
        .min(
            Comparator.comparing(SteppedSimulation.Node::paused)
                .thenComparingInt(node -> -members(node)));
  }

  private static int members(SteppedSimulation.Node node) {
    return node.configuration().map(each -> each.members().size()).orElse(0);
  }

  private Optional<String> verdict() {
    return simulation
        .result()
        .map(
            result ->
                result.ok()
                    ? "the run is over: every property holds; q leaves"
                    : "the run is over: " + result.summary());
  }

  /** The ring as the configuration of the process that is asked has it. */
  private static RingFigures ring(Configuration own, Map<RingId, SteppedSimulation.Token> tokens) {
    List<NodeId> members = own.members();
    return new RingFigures(
        own.ring(),
        "ring " + own.ring(),
        members,
        members.stream().map(NodeId::toString).toList(),
        Optional.ofNullable(tokens.get(own.ring()))
            .map(token -> NodeId.of(token.to()))
            .filter(members::contains));
  }

  private MemberFigures member(
      SteppedSimulation.Node node,
      Map<RingId, SteppedSimulation.Token> tokens,
      Optional<SteppedSimulation.Node> asked) {
    OptionalLong lag = OptionalLong.empty();
    Optional<SteppedSimulation.Token> token =
        node.configuration().map(each -> tokens.get(each.ring()));
    if (token.isPresent()) {
      lag = OptionalLong.of(Math.max(0, token.get().seq() - node.aru()));
    }
    return new MemberFigures(
        NodeId.of(node.id()),
        "process " + node.id(),
        node.configuration().map(each -> "ring " + each.ring()).orElse(""),
        node.paused() ? "PAUSED" : node.state().toUpperCase(Locale.ROOT),
        node.up(),
        asked.isPresent() && asked.get().id() == node.id(),
        simulation.now(),
        counter(node, "messages_submitted"),
        counter(node, "message_bytes_submitted"),
        lag,
        node.up() ? OptionalLong.of(Metrics.sentAgain(node.counters())) : OptionalLong.empty(),
        OptionalLong.of(pauses[node.id()]),
        node.up() ? OptionalLong.of(node.queuedBytes()) : OptionalLong.empty());
  }

  private static OptionalLong counter(SteppedSimulation.Node node, String name) {
    Long value = node.counters().get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static TokenFigures figures(SteppedSimulation.Token token) {
    return new TokenFigures(
        token.rotationNanos() > 0
            ? OptionalLong.of(token.rotationNanos() / 1000)
            : OptionalLong.empty(),
        OptionalLong.of(Integer.toUnsignedLong(token.seq())),
        OptionalLong.of(Integer.toUnsignedLong(token.aru())),
        Optional.of(token.requests().stream().map(Integer::toUnsignedLong).toList()));
  }
}
