package io.evs.flight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node's recorder held at one moment, and whose it is.
 *
 * @param source the node
 * @param wallMillis wall clock of the moment, milliseconds since 1970
 * @param atNanos the node's monotonic clock at the same moment
 * @param events the oldest first
 */
public record FlightLog(Source source, long wallMillis, long atNanos, List<FlightEvent> events) {
  /**
   * A start of a node.
   *
   * @param node its id
   * @param name its name for people
   * @param ringName name of its ring
   * @param incarnation of this start
   * @param tokenNanos its token time-out
   * @param consensusNanos its consensus time-out
   * @param settings what else is in force there, without secrets, by name
   */
  public record Source(
      int node,
      String name,
      String ringName,
      long incarnation,
      long tokenNanos,
      long consensusNanos,
      Map<String, String> settings) {}

  /** Wall clock of an event, milliseconds since 1970. */
  public long wallMillis(FlightEvent event) {
    return wallMillis - (atNanos - event.at()) / 1_000_000;
  }

  /** Whether both are of one start of one node. */
  public boolean isOfSameStart(FlightLog other) {
    return source.node() == other.source.node()
        && source.incarnation() == other.source.incarnation();
  }

  /** Both together, of one start of a node: each event once. */
  public FlightLog with(FlightLog other) {
    List<FlightEvent> all = new ArrayList<>(events);
    Set<FlightEvent> known = new HashSet<>(events);
    other.events.stream().filter(each -> !known.contains(each)).forEach(all::add);
    all.sort(Comparator.comparingLong(FlightEvent::at));
    FlightLog later = other.atNanos - atNanos > 0 ? other : this;
    return new FlightLog(later.source, later.wallMillis, later.atNanos, all);
  }
}
