package io.evs.console;

import io.evs.Configuration;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.node.Metrics;
import io.evs.sim.SimOptions;
import io.evs.sim.SteppedSimulation;
import java.time.Duration;
import java.util.ArrayList;
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

  private final SimOptions options;
  private final SteppedSimulation simulation;
  private final SimulationEvents events;
  private final int[] pauses;
  private final boolean[] paused;
  private int speed = DEFAULT_SPEED;
  private boolean standsStill;
  private double targetNanos;

  /** A run that has not begun. */
  public SimulationSource(SimOptions options) {
    this.options = options;
    this.events = new SimulationEvents(options.nodes());
    this.simulation = new SteppedSimulation(options, events::delivered);
    this.pauses = new int[options.nodes() + 1];
    this.paused = new boolean[options.nodes() + 1];
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
    Map<String, Map<String, Long>> counters = new TreeMap<>();
    nodes.forEach(node -> counters.put(String.valueOf(node.id()), node.counters()));
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
        rings(nodes, tokens, asked),
        nodes.stream().map(node -> member(node, tokens, asked)).toList(),
        token.map(SimulationSource::figures).orElse(TokenFigures.UNKNOWN),
        events.groups(),
        asked.map(node -> counter(node, "messages_delivered")).orElse(OptionalLong.empty()),
        asked.map(node -> counter(node, "message_bytes_delivered")).orElse(OptionalLong.empty()),
        counters,
        verdict());
  }

  /** Whose view is shown: the least of the largest ring. */
  private static Optional<SteppedSimulation.Node> asked(List<SteppedSimulation.Node> nodes) {
    return nodes.stream()
        .filter(SteppedSimulation.Node::up)
        .min(Comparator.comparingInt(node -> -members(node)));
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

  private static List<RingFigures> rings(
      List<SteppedSimulation.Node> nodes,
      Map<RingId, SteppedSimulation.Token> tokens,
      Optional<SteppedSimulation.Node> asked) {
    Map<RingId, List<NodeId>> members = new TreeMap<>();
    List<RingId> order = new ArrayList<>();
    asked
        .flatMap(SteppedSimulation.Node::configuration)
        .ifPresent(
            own -> {
              members.put(own.ring(), new ArrayList<>());
              order.add(own.ring());
            });
    for (SteppedSimulation.Node node : nodes) {
      node.configuration()
          .map(Configuration::ring)
          .ifPresent(
              ring -> {
                if (!members.containsKey(ring)) {
                  members.put(ring, new ArrayList<>());
                  order.add(ring);
                }
                members.get(ring).add(NodeId.of(node.id()));
              });
    }
    return order.stream()
        .map(
            ring ->
                new RingFigures(
                    ring,
                    members.get(ring),
                    Optional.ofNullable(tokens.get(ring)).map(each -> NodeId.of(each.to()))))
        .toList();
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
