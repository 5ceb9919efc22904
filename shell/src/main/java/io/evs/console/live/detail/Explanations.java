package io.evs.console.live.detail;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.console.source.Fact;
import io.evs.console.words.RingWords;
import io.evs.flight.FlightLog;
import io.evs.node.process.DaemonThreads;
import io.evs.node.query.FlightQuery;
import io.evs.why.Change;
import io.evs.why.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Why rings changed, by the recorders of their members: asked in the background when somebody wants
 * to know, one ring at a time. Any thread.
 */
public final class Explanations {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int KEPT = 64;

  /** Recorders are written while a ring forms: what is not in them yet is asked for again. */
  private static final long AGAIN_NANOS = 5_000_000_000L;

  private record Found(long nanos, boolean known, List<Fact> facts) {}

  private final Map<RingId, Found> found = new LinkedHashMap<>();
  private final RingWords words;
  private Optional<RingId> asked = Optional.empty();

  /** Explanations with names of these words. */
  public Explanations(RingWords words) {
    this.words = words;
  }

  /**
   * What is known of the change to a ring; asks if that is not known yet.
   *
   * @param member whose ring's members are asked
   * @param ring the ring that was formed
   * @param seen all processors that were seen, those that are gone too
   */
  public synchronized List<Fact> of(
      Optional<EvsMember> member, RingId ring, Collection<NodeId> seen) {
    Found known = found.get(ring);
    boolean stale =
        known == null || !known.known() && System.nanoTime() - known.nanos() > AGAIN_NANOS;
    if (stale && asked.isEmpty() && member.isPresent()) {
      asked = Optional.of(ring);
      EvsMember from = member.get();
      Set<NodeId> all = new TreeSet<>(seen);
      DaemonThreads.of("evs-console-why", () -> ask(from, ring, all)).start();
    }
    if (known != null) {
      return known.facts();
    }
    return List.of(
        Fact.sentence(
            member.isPresent()
                ? "the flight recorders of the members are asked"
                : "nobody can be asked while the node does not answer"));
  }

  private void ask(EvsMember member, RingId ring, Set<NodeId> seen) {
    Found answer;
    try (FlightQuery query = new FlightQuery(member)) {
      FlightQuery.Answers answers = query.ask(PATIENCE);
      answer = explained(ring, answers, seen);
    } catch (EvsException e) {
      String why =
          e.code() == EvsException.Code.ACCESS
              ? "asking the flight recorders needs the right to administer the node"
              : "the flight recorders could not be asked: " + e.getMessage();
      answer = new Found(System.nanoTime(), false, List.of(Fact.sentence(why)));
    }
    note(ring, answer);
  }

  private synchronized void note(RingId ring, Found answer) {
    asked = Optional.empty();
    found.put(ring, answer);
    if (found.size() > KEPT) {
      found.remove(found.keySet().iterator().next());
    }
  }

  private Found explained(RingId ring, FlightQuery.Answers answers, Set<NodeId> seen) {
    List<FlightLog> logs = List.copyOf(answers.logs().values());
    List<Fact> facts = new ArrayList<>();
    Optional<Change> change =
        Why.explain(logs).stream().filter(each -> each.ring().equals(ring)).findFirst();
    if (change.isPresent()) {
      facts.addAll(facts(change.get()));
    } else {
      facts.add(Fact.sentence("the recorders that answered have nothing of this change"));
    }
    facts.add(new Fact("recorders", nodes(answers.logs().keySet())));
    Set<NodeId> gone = new TreeSet<>(seen);
    gone.removeAll(answers.logs().keySet());
    gone.removeAll(answers.silent());
    if (!answers.silent().isEmpty()) {
      facts.add(new Fact("no answer", nodes(answers.silent())));
    }
    if (!gone.isEmpty()) {
      facts.add(
          new Fact("not asked", nodes(gone) + ": not in the ring now; evs why reads its files"));
    }
    return new Found(System.nanoTime(), change.isPresent(), facts);
  }

  /** A change as {@code evs why} tells it. */
  public static List<Fact> facts(Change change) {
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.sentence(change.text()));
    facts.add(new Fact("cause", change.cause().words()));
    if (change.link().isPresent()) {
      Change.Link link = change.link().get();
      facts.add(
          new Fact(
              "direction",
              Integer.toUnsignedString(link.from())
                  + " to "
                  + Integer.toUnsignedString(link.to())));
    } else if (!change.blamed().isEmpty()) {
      facts.add(
          new Fact(
              "comes from",
              change.blamed().stream()
                  .map(Integer::toUnsignedString)
                  .collect(Collectors.joining(", "))));
    }
    change.evidence().forEach(line -> facts.add(new Fact("seen", line)));
    return facts;
  }

  private String nodes(Collection<NodeId> ids) {
    return ids.isEmpty()
        ? "nobody"
        : ids.stream().map(words::node).collect(Collectors.joining(", "));
  }
}
