package io.evs.sim;

import io.evs.Configuration;
import io.evs.RingId;
import io.evs.sim.net.Datagram;
import io.evs.sim.options.SimOptions;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.AppEvent;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.Phase;
import io.evs.sim.world.SimProcess;
import io.evs.sim.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A simulated run that goes on only as far as it is told, to be looked at in between. It is the
 * same run as {@link Simulation#run(SimOptions)} makes, event by event, with the same traces, until
 * somebody does something {@link #byHand}.
 *
 * <p>Threading: everything happens in the calling thread; one at a time.
 */
public final class SteppedSimulation {
  /**
   * One process.
   *
   * @param id its node id
   * @param up whether it runs
   * @param paused whether it stands still
   * @param state state of its member, or DOWN
   * @param incarnation number of its last start
   * @param configuration its configuration; empty before the first and when down
   * @param counters counters of this incarnation by name
   * @param queuedBytes bytes that wait to be ordered
   * @param highSeq highest sequence number that it knows of, raw 32 bits
   * @param aru the sequence number up to which it has received everything, raw 32 bits
   */
  public record Node(
      int id,
      boolean up,
      boolean paused,
      String state,
      long incarnation,
      Optional<Configuration> configuration,
      Map<String, Long> counters,
      long queuedBytes,
      int highSeq,
      int aru) {}

  /**
   * A ring's token as it was sent last.
   *
   * @param ring the ring
   * @param from who sent it
   * @param to whom it was sent to
   * @param timeNanos virtual time of that
   * @param rotationNanos virtual time since it was sent there before; 0 if it was not
   * @param tokenSeq its own number
   * @param seq highest sequence number
   * @param aru all received up to
   * @param requests the retransmission list
   */
  public record Token(
      RingId ring,
      int from,
      int to,
      long timeNanos,
      long rotationNanos,
      int tokenSeq,
      int seq,
      int aru,
      List<Integer> requests) {}

  /** Told of every message that an application is given. */
  public interface MessageWatch {
    /** A process is given a message. */
    void delivered(int process, AppEvent.Message message);
  }

  private final Simulation simulation;
  private final World world;
  private final MessageWatch messages;
  private final Map<RingId, Token> tokens = new TreeMap<>();
  private final Map<Integer, Long> visits = new TreeMap<>();
  private final Phase forming;
  private final ByHand byHand;
  private boolean endless;
  private Optional<Phase> phase;
  private Optional<SimResult> result = Optional.empty();

  /** A run that stands before its first event. */
  public SteppedSimulation(SimOptions options, MessageWatch messages) {
    this.simulation =
        new Simulation(
            options,
            Simulation.plan(options),
            MemberLogic::new,
            Traces.open(options.nodes(), null));
    this.world = simulation.world();
    this.messages = messages;
    world.watcher(new Watch());
    this.forming = simulation.begin();
    this.phase = Optional.of(forming);
    this.byHand = new ByHand(world, this::goOnWithoutEnd);
  }

  /**
   * To do something to the run. It is another run from then on, without an end: nothing is healed
   * by itself, but for what the options planned, and it ends only if a property is violated.
   */
  public ByHand byHand() {
    return byHand;
  }

  private void goOnWithoutEnd() {
    if (endless || phase.isEmpty()) {
      return;
    }
    endless = true;
    if (phase.get() == forming) {
      // What the options plan begins now, and is no phase any more: nobody waits for the ring.
      Optional<Phase> unused = forming.next().get();
    }
    phase =
        Optional.of(
            new Phase(() -> world.failure() != null, Long.MAX_VALUE, () -> Optional.empty()));
  }

  private final class Watch implements World.Watcher {
    @Override
    public void sent(Datagram datagram) {
      if (datagram.is(Datagram.TOKEN)) {
        note(datagram);
      }
    }

    @Override
    public void delivered(int process, AppEvent.Message message) {
      messages.delivered(process, message);
    }
  }

  private void note(Datagram token) {
    Token before = tokens.get(token.ring());
    if (before != null && before.tokenSeq() - token.tokenSeq() >= 0) {
      return;
    }
    // Rings that are over must not pile up.
    if (tokens.size() > world.options().nodes) {
      tokens.values().removeIf(old -> old.ring().sequence() + 64 < token.ring().sequence());
    }
    Long last = visits.put(token.to(), world.now());
    tokens.put(
        token.ring(),
        new Token(
            token.ring(),
            token.from(),
            token.to(),
            world.now(),
            last == null ? 0 : world.now() - last,
            token.tokenSeq(),
            token.seq(),
            token.aru(),
            List.copyOf(token.requestList())));
  }

  /** Lets the run go on with all events up to a virtual time, but no more than so many. */
  public void advance(long untilNanos, long events) {
    if (phase.isEmpty()) {
      return;
    }
    phase = world.runPart(phase.get(), untilNanos, events);
    if (phase.isEmpty()) {
      result = Optional.of(simulation.result());
    }
  }

  /** Virtual time in nanoseconds: that of the last event. */
  public long now() {
    return world.now();
  }

  /** Whether the run is over. */
  public boolean ended() {
    return phase.isEmpty();
  }

  /** What came of it, once it is over. */
  public Optional<SimResult> result() {
    return result;
  }

  /** All processes, ascending. */
  public List<Node> nodes() {
    List<Node> all = new ArrayList<>();
    for (int id = 1; id <= world.options().nodes; id++) {
      SimProcess process = world.process(id);
      all.add(
          new Node(
              id,
              process.up(),
              process.paused(),
              process.state(),
              process.incarnation(),
              Optional.ofNullable(process.configuration()),
              process.counters(),
              process.queuedBytes(),
              process.highSeq(),
              process.aru()));
    }
    return all;
  }

  /** The last token of each ring, those of rings that are over too. */
  public Collection<Token> tokens() {
    return List.copyOf(tokens.values());
  }

  /** What a process's application saw, messages excepted; grows at its end. */
  public List<AppEvent> history(int id) {
    return world.history(id);
  }

  /** Whether packets go from one process to another. */
  public boolean connected(int from, int to) {
    return world.network().connected(from, to);
  }

  /** Packets that did not arrive. */
  public long dropped() {
    return world.network().dropped();
  }
}
