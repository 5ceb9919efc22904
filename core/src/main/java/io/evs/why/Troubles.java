package io.evs.why;

import io.evs.RingId;
import io.evs.flight.Cause;
import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What rings suffer from without changing: strangers with another key or id, and losses. */
final class Troubles {
  private final Map<RingId, List<Stay>> inRing;
  private final Set<RingId> explained;

  Troubles(Map<RingId, List<Stay>> inRing, Set<RingId> explained) {
    this.inRing = inRing;
    this.explained = explained;
  }

  void find(List<Change> into) {
    inRing.forEach(
        (ring, stays) -> {
          keys(ring, stays).ifPresent(into::add);
          ids(ring, stays).ifPresent(into::add);
          losses(ring, stays).ifPresent(into::add);
        });
  }

  /** Who is refused for its key, by those of the larger ring. */
  private Optional<Change> keys(RingId ring, List<Stay> stays) {
    Map<Integer, FlightEvent> strangers = new TreeMap<>();
    Map<Integer, Stay> witnesses = new TreeMap<>();
    for (Stay each : stays) {
      each.events(FlightKind.REFUSED)
          .filter(event -> Departure.refusal(event).isOfKeys())
          .filter(event -> !each.members().contains(event.node()))
          .filter(event -> sizeOfRingOf(event.node()) <= each.members().size())
          .forEach(
              event -> {
                if (strangers.putIfAbsent(event.node(), event) == null) {
                  witnesses.put(event.node(), each);
                }
              });
    }
    if (strangers.isEmpty()) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    witnesses.forEach(
        (node, stay) ->
            evidence.add(
                Words.node(stay.node())
                    + " refuses packets that claim to be of member "
                    + Words.node(node)
                    + " and "
                    + Departure.refusal(strangers.get(node)).words()));
    Stay first = witnesses.values().iterator().next();
    FlightEvent at = strangers.values().iterator().next();
    String text =
        Words.nodes(strangers.keySet())
            + (strangers.size() == 1 ? " stays out of " : " stay out of ")
            + Words.ring(ring)
            + " because packets that claim to be of "
            + (strangers.size() == 1 ? "it " : "them ")
            + Departure.refusal(at).words()
            + ".";
    Verdict verdict = Verdict.of(Cause.KEY, strangers.keySet(), text, evidence);
    return Optional.of(change(ring, first, at, verdict));
  }

  /** Members of the ring that a node was in last, as its own recorder tells; 0 if none does. */
  private int sizeOfRingOf(int node) {
    int size = 0;
    for (List<Stay> each : inRing.values()) {
      for (Stay stay : each) {
        size = stay.node() == node ? stay.members().size() : size;
      }
    }
    return size;
  }

  /** Ids that two nodes have: said by one of them for as long as that lasts. */
  private Optional<Change> ids(RingId ring, List<Stay> stays) {
    Set<Integer> doubles = new TreeSet<>(Integer::compareUnsigned);
    List<String> evidence = new ArrayList<>();
    Stay witness = null;
    FlightEvent first = null;
    for (Stay each : stays) {
      List<FlightEvent> seen = each.events(FlightKind.DUPLICATE_ID).toList();
      for (FlightEvent event : seen) {
        if (doubles.add(event.node())) {
          evidence.add(
              Words.node(each.node())
                  + " got packets from "
                  + Words.address(event)
                  + " that claim to be of member "
                  + Words.node(event.node())
                  + ", "
                  + seen.size()
                  + (seen.size() == 1 ? " time" : " times"));
        }
        witness = witness == null ? each : witness;
        first = first == null ? event : first;
      }
    }
    if (witness == null) {
      return Optional.empty();
    }
    String text =
        "packets of another node claim to be of member "
            + Words.nodes(doubles)
            + " of "
            + Words.ring(ring)
            + "; the member stays.";
    Verdict verdict = Verdict.of(Cause.DUPLICATE_ID, doubles, text, evidence);
    return Optional.of(change(ring, witness, first, verdict));
  }

  private Optional<Change> losses(RingId ring, List<Stay> stays) {
    if (explained.contains(ring)) {
      return Optional.empty();
    }
    Stay witness = stays.get(0);
    List<FlightEvent> events = witness.log().events();
    if (events.isEmpty()) {
      return Optional.empty();
    }
    FlightEvent last = witness.exit().orElse(events.get(events.size() - 1));
    return Traffic.first(Traffic.of(stays, /* withTokens= */ false), Traffic::verdict)
        .map(
            verdict ->
                change(
                    ring,
                    witness,
                    last,
                    verdict.because(Words.ring(ring) + " suffers: " + verdict.reason() + ".")));
  }

  private static Change change(RingId ring, Stay witness, FlightEvent at, Verdict verdict) {
    return verdict.change(ring, witness.log().wallMillis(at));
  }
}
