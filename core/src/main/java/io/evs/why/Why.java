package io.evs.why;

import io.evs.RingId;
import io.evs.flight.Cause;
import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightList;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Explains the changes of rings from the recorders of some of their members. What happened to whom
 * is put together by the rings that they left and formed; clocks of different nodes are never
 * compared.
 */
public final class Why {
  private final List<List<Stay>> starts = new ArrayList<>();

  /** Stays by ring, and those that came into it, both by the ring's id. */
  private final Map<RingId, List<Stay>> inRing = new TreeMap<>();

  private final Map<RingId, List<Stay>> into = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Set<RingId> explained = new HashSet<>();

  private Why(List<FlightLog> logs) {
    for (FlightLog log : merged(logs)) {
      List<Stay> stays = Stay.of(log);
      starts.add(stays);
      for (Stay each : stays) {
        each.ring().ifPresent(ring -> add(inRing, ring, each));
        each.next().ifPresent(next -> add(into, Stay.ring(next), each));
      }
    }
  }

  private static void add(Map<RingId, List<Stay>> map, RingId ring, Stay stay) {
    map.computeIfAbsent(ring, each -> new ArrayList<>()).add(stay);
  }

  /**
   * What happened, the earliest first.
   *
   * @param logs any number of recorders of any members, several of one start of a node among them
   */
  public static List<Change> explain(List<FlightLog> logs) {
    return new Why(logs).explain();
  }

  private static List<FlightLog> merged(List<FlightLog> logs) {
    List<FlightLog> all = new ArrayList<>();
    for (FlightLog log : logs) {
      int same = -1;
      for (int i = 0; i < all.size(); i++) {
        same = all.get(i).isOfSameStart(log) ? i : same;
      }
      if (same < 0) {
        all.add(log);
      } else {
        all.set(same, all.get(same).with(log));
      }
    }
    all.sort(
        Comparator.comparingLong((FlightLog each) -> each.source().node() & 0xffffffffL)
            .thenComparingLong(each -> each.source().incarnation()));
    return all;
  }

  private List<Change> explain() {
    into.keySet().forEach(this::explain);
    // Who left last has formed no ring, and those that are there may still be at it.
    inRing.forEach(this::explainUnfinished);
    new Troubles(inRing, explained).find(changes);
    changes.sort(Comparator.comparing(Change::ring));
    return List.copyOf(changes);
  }

  private void explain(RingId ring) {
    List<Stay> came = into.get(ring);
    FlightEvent installed = came.get(0).next().orElseThrow();
    List<Integer> members = Stay.ids(installed, FlightList.MEMBERS);
    Optional<RingId> old = mainRing(came);
    if (old.isPresent()) {
      Set<Integer> gone = gone(old.get(), came, members);
      boolean arrivalsOnly = gone.isEmpty() && hasArrivals(came);
      if (!arrivalsOnly) {
        if (explained.add(old.get()) && isMainNext(old.get(), ring)) {
          departure(old.get(), came, members, gone);
        }
        return;
      }
    }
    arrival(ring, came, members, old);
  }

  /** Of the rings that these come from, the one of most members. */
  private static Optional<RingId> mainRing(List<Stay> came) {
    return came.stream()
        .filter(each -> each.ring().isPresent())
        .max(Comparator.comparingInt(each -> each.members().size()))
        .flatMap(Stay::ring);
  }

  /** Of the rings that one was left for, the one of most members tells why. */
  private boolean isMainNext(RingId old, RingId next) {
    int size = size(next);
    for (Stay each : inRing.get(old)) {
      RingId other = each.next().map(Stay::ring).orElse(next);
      boolean larger = size(other) > size || size(other) == size && other.compareTo(next) < 0;
      if (!other.equals(next) && larger && !isArrivalFor(other, old)) {
        explained.remove(old);
        return false;
      }
    }
    return true;
  }

  private boolean isArrivalFor(RingId ring, RingId old) {
    return !mainRing(into.get(ring)).equals(Optional.of(old));
  }

  private int size(RingId ring) {
    List<Stay> came = into.get(ring);
    return came == null ? 0 : came.get(0).next().orElseThrow().list(FlightList.MEMBERS).length;
  }

  private Set<Integer> gone(RingId old, List<Stay> came, List<Integer> members) {
    Set<Integer> gone = new TreeSet<>(Integer::compareUnsigned);
    for (Stay each : came) {
      if (each.isIn(old)) {
        gone.addAll(each.members());
        gone.removeAll(members);
        gone.addAll(Stay.ids(each.next().orElseThrow(), FlightList.LEFT));
        return gone;
      }
    }
    return gone;
  }

  private static boolean hasArrivals(List<Stay> came) {
    return came.stream()
        .anyMatch(each -> each.next().orElseThrow().list(FlightList.JOINED).length > 0);
  }

  private void departure(RingId old, List<Stay> came, List<Integer> members, Set<Integer> gone) {
    RingId ring = Stay.ring(came.get(0).next().orElseThrow());
    Verdict verdict = new Departure(old, inRing.get(old), gone, restarted(old)).verdict();
    String begin =
        gone.isEmpty()
            ? "the members of " + Words.ring(old) + " formed another because " + verdict.reason()
            : Words.nodes(gone) + " left " + Words.ring(old) + " because " + verdict.reason();
    add(ring, came, verdict, begin + "; " + formed(ring, came, members) + ".");
  }

  private static String formed(RingId ring, List<Stay> came, List<Integer> members) {
    long micros = 0;
    for (Stay each : came) {
      micros = Math.max(micros, FlightSink.low(each.next().orElseThrow().a()));
    }
    return Words.nodes(members)
        + " formed "
        + Words.ring(ring)
        + " in "
        + Words.nanos(micros * 1000);
  }

  private void arrival(RingId ring, List<Stay> came, List<Integer> members, Optional<RingId> old) {
    Set<Integer> joined = new TreeSet<>(Integer::compareUnsigned);
    for (Stay each : came) {
      if (old.isPresent() && each.ring().equals(old)) {
        joined.addAll(Stay.ids(each.next().orElseThrow(), FlightList.JOINED));
      }
    }
    boolean first = old.isEmpty();
    boolean apart = came.stream().anyMatch(each -> joined.contains(each.node()) && wasInRing(each));
    Cause cause = first ? Cause.START : apart ? Cause.MERGE : Cause.JOIN;
    String how =
        switch (cause) {
          case START -> Words.nodes(members) + " started";
          case MERGE -> Words.nodes(joined) + " came together with " + Words.ring(old.get());
          default -> Words.nodes(joined) + " joined " + Words.ring(old.get());
        };
    List<String> evidence = new ArrayList<>();
    for (Stay each : came) {
      evidence.add(
          Words.node(each.node())
              + (each.ring().isPresent()
                  ? " came from " + Words.ring(each.ring().get())
                  : " had been in no ring since it started"));
    }
    Verdict verdict = Verdict.of(cause, joined, how, evidence);
    add(ring, came, verdict, how + "; " + formed(ring, came, members) + ".");
  }

  /** Whether its start was in a ring with others before, so that it did not just begin. */
  private boolean wasInRing(Stay stay) {
    return starts.stream()
            .filter(each -> each.contains(stay))
            .flatMap(List::stream)
            .takeWhile(each -> each != stay)
            .anyMatch(each -> each.members().size() > 1)
        || stay.members().size() > 1;
  }

  /** A ring that was left and after which no recorder shows another. */
  private void explainUnfinished(RingId ring, List<Stay> stays) {
    boolean over = stays.stream().anyMatch(each -> each.exit().isPresent() || each.left());
    boolean followed = stays.stream().anyMatch(each -> each.next().isPresent());
    if (!over || followed) {
      return;
    }
    explained.add(ring);
    Verdict verdict = new Departure(ring, stays, Set.of(), Set.of()).verdict();
    Set<Integer> there = new TreeSet<>(Integer::compareUnsigned);
    stays.stream().filter(each -> !each.left()).forEach(each -> there.add(each.node()));
    String now = there.isEmpty() ? "" : "; " + Words.nodes(there) + " form another now";
    add(ring, stays, verdict, Words.ring(ring) + " ended because " + verdict.reason() + now + ".");
  }

  private void add(RingId ring, List<Stay> seen, Verdict verdict, String text) {
    Stay witness = seen.get(0);
    FlightEvent at =
        witness.next().or(witness::exit).or(witness::begin).orElse(witness.log().events().get(0));
    changes.add(verdict.because(text).change(ring, witness.log().wallMillis(at)));
  }

  /** Nodes that tell of a start after that ring. */
  private Set<Integer> restarted(RingId ring) {
    Set<Integer> nodes = new HashSet<>();
    for (List<Stay> each : starts) {
      boolean whole =
          each.get(0).events(FlightKind.START).findAny().isPresent()
              && each.stream().allMatch(stay -> isAfter(stay, ring));
      if (whole) {
        nodes.add(each.get(0).node());
      }
    }
    return nodes;
  }

  private static boolean isAfter(Stay stay, RingId ring) {
    return stay.ring().map(each -> each.sequence() > ring.sequence()).orElse(true);
  }
}
