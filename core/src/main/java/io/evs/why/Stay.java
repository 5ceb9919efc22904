package io.evs.why;

import io.evs.RingId;
import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightList;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightSink;
import io.evs.flight.GatherReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time of one start of a node in one ring, and its way out of it: the part of a recorder from
 * the installation of a ring to that of the next. The first of a start is in no ring.
 */
final class Stay {
  private final FlightLog log;
  private final Optional<RingId> ring;
  private final List<FlightEvent> events = new ArrayList<>();
  private List<Integer> members;
  private Optional<FlightEvent> begin = Optional.empty();
  private Optional<FlightEvent> exit = Optional.empty();
  private Optional<FlightEvent> next = Optional.empty();
  private boolean left;

  private Stay(FlightLog log, Optional<RingId> ring, List<Integer> members) {
    this.log = log;
    this.ring = ring;
    this.members = members;
  }

  /** The stays of one start of a node, in order. */
  static List<Stay> of(FlightLog log) {
    List<Stay> stays = new ArrayList<>();
    Stay now = new Stay(log, before(log), List.of());
    for (FlightEvent event : log.events()) {
      now.take(event);
      if (event.kind() == FlightKind.INSTALLED) {
        stays.add(now);
        now = new Stay(log, Optional.of(ring(event)), ids(event, FlightList.MEMBERS));
        now.begin = Optional.of(event);
      }
    }
    stays.add(now);
    return stays;
  }

  /** The ring in which the recorder begins, if its beginning was written over. */
  private static Optional<RingId> before(FlightLog log) {
    for (FlightEvent each : log.events()) {
      if (each.kind() == FlightKind.GATHER && each.b() != 0) {
        return Optional.of(new RingId((int) FlightSink.high(each.a()), each.b()));
      }
      if (each.kind() == FlightKind.INSTALLED) {
        return each.c() == 0
            ? Optional.empty()
            : Optional.of(new RingId((int) FlightSink.high(each.a()), each.c()));
      }
    }
    return Optional.empty();
  }

  private void take(FlightEvent event) {
    if (event.kind() == FlightKind.GATHER && exit.isEmpty()) {
      exit = Optional.of(event);
      if (members.isEmpty()) {
        members = ids(event, FlightList.MEMBERS);
      }
    }
    if (event.kind() == FlightKind.INSTALLED) {
      next = Optional.of(event);
    }
    left |= event.kind() == FlightKind.LEFT;
    events.add(event);
  }

  static List<Integer> ids(FlightEvent event, FlightList which) {
    return Arrays.stream(event.list(which)).boxed().toList();
  }

  static RingId ring(FlightEvent installed) {
    return new RingId(installed.node(), installed.b());
  }

  int node() {
    return log.source().node();
  }

  FlightLog log() {
    return log;
  }

  long tokenNanos() {
    return log.source().tokenNanos();
  }

  /** The ring; empty before the first. */
  Optional<RingId> ring() {
    return ring;
  }

  boolean isIn(RingId other) {
    return ring.isPresent() && ring.get().equals(other);
  }

  List<Integer> members() {
    return members;
  }

  /** The installation with which it begins; empty if that was before the recorder's memory. */
  Optional<FlightEvent> begin() {
    return begin;
  }

  /** What ended it: the first GATHER; empty if the ring is in force, or was until a LEFT. */
  Optional<FlightEvent> exit() {
    return exit;
  }

  /** The installation of the next ring. */
  Optional<FlightEvent> next() {
    return next;
  }

  boolean left() {
    return left;
  }

  Optional<GatherReason> reason() {
    return exit.map(each -> GatherReason.of((int) FlightSink.low(each.a())));
  }

  /** token_seq of the last token that was accepted in it; empty while it lasts. */
  Optional<Integer> lastToken() {
    return exit.map(each -> (int) FlightSink.high(each.c()));
  }

  /** All events from its installation to the next one. */
  Stream<FlightEvent> events(FlightKind kind) {
    return events.stream().filter(each -> each.kind() == kind);
  }

  /** Events in the last time of the ring, and all on the way out of it. */
  Stream<FlightEvent> lately(long nanos) {
    long from = endNanos() - nanos;
    return events.stream().filter(each -> each.at() - from >= 0);
  }

  /** Those of one kind. */
  Stream<FlightEvent> lately(FlightKind kind, long nanos) {
    return lately(nanos).filter(each -> each.kind() == kind);
  }

  /** Events on the way out of the ring. */
  Stream<FlightEvent> leaving(FlightKind kind) {
    return exit.stream().flatMap(out -> events(kind).filter(each -> each.at() - out.at() >= 0));
  }

  /** When the ring was left, or the recorder was read. */
  long endNanos() {
    return exit.map(FlightEvent::at).orElse(log.atNanos());
  }
}
