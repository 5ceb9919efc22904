package io.evs.sim.services;

import io.evs.GroupMember;
import io.evs.barrier.table.BarrierParty;
import io.evs.barrier.table.Place;
import io.evs.sim.world.World;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees all who enter and pass a barrier. Nobody passes before as many have entered as it is for; no
 * entry is in two meetings; who is refused since others wait for another number came behind them;
 * and in the end all of one ring count the same.
 */
final class BarrierWatch implements Services.Watch {
  private record Entry(GroupMember party, long number) {}

  /** What becomes of an entry. */
  private static final class Fate {
    private final int parties;
    private Optional<Place> place = Optional.empty();
    private long until = Long.MAX_VALUE;

    Fate(int parties) {
      this.parties = parties;
    }

    /** Whether this may be why another was refused, in a count that began then. */
    boolean isBefore(Fate refused, long began) {
      boolean earlier =
          refused
              .place
              .map(other -> place.filter(own -> own.compareTo(other) < 0).isPresent())
              .orElse(true);
      return parties != refused.parties && earlier && until >= began;
    }
  }

  private final Map<Entry, Fate> entered = new LinkedHashMap<>();
  private final Map<Entry, Map<GroupMember, Long>> meetings = new HashMap<>();
  private final List<BarrierLoad> loads = new ArrayList<>();
  private World world;

  @Override
  public void world(World watched) {
    world = watched;
  }

  /** A wall clock that all have, in milliseconds. */
  long clock() {
    return 1 + world.now() / 1_000_000;
  }

  /** The time that no process knows: their own clocks differ. */
  long now() {
    return world.now();
  }

  void started(BarrierLoad load) {
    loads.removeIf(each -> each.port().process() == load.port().process());
    loads.add(load);
  }

  void entered(BarrierLoad load, long number, int parties) {
    entered.put(new Entry(load.port().self(), number), new Fate(parties));
  }

  /** The entry is counted, not for the first time perhaps. */
  void counted(BarrierLoad load, long number, Place place) {
    Fate fate = fate(load, number);
    if (!fate.place.orElse(place).equals(place)) {
      fail(load, "has lost its place " + fate.place.get() + ", and has " + place);
    }
    fate.place = Optional.of(place);
  }

  private Fate fate(BarrierLoad load, long number) {
    return entered.get(new Entry(load.port().self(), number));
  }

  /** An entry did not pass; the load saw the last change of its ring or group then. */
  void refused(BarrierLoad load, long number, BarrierParty.Refusal why, long changed) {
    Fate fate = fate(load, number);
    fate.until = world.now();
    if (why == BarrierParty.Refusal.OTHER_NUMBER
        && entered.values().stream().noneMatch(each -> each.isBefore(fate, changed))) {
      fail(load, "is refused, and nobody waited before it for another number");
    }
  }

  void passed(BarrierLoad load, long number, Map<GroupMember, Long> parties) {
    Fate own = fate(load, number);
    own.until = world.now();
    if (parties.size() != own.parties) {
      fail(load, "passes with " + parties);
    }
    if (parties.getOrDefault(load.port().self(), 0L) != number) {
      fail(load, "passes with entry " + number + ", and is not among " + parties);
    }
    parties.forEach(
        (party, entry) -> {
          Entry one = new Entry(party, entry);
          if (!entered.containsKey(one)) {
            fail(load, "passes before " + party + " has entered as " + entry);
          }
          Map<GroupMember, Long> other = meetings.putIfAbsent(one, parties);
          if (other != null && !other.equals(parties)) {
            fail(load, "passes with " + parties + " what another did with " + other);
          }
        });
  }

  private void fail(BarrierLoad load, String what) {
    world.fail(Property.X, "barrier: process " + load.port().process() + " " + what);
  }

  @Override
  public void finish() {
    Map<String, String> counts = new HashMap<>();
    for (BarrierLoad load : loads) {
      if (world.up(load.port().process()) && load.port().isSettled()) {
        String ring = String.valueOf(load.port().configuration().ring());
        String other = counts.putIfAbsent(ring, load.count());
        if (other != null && !other.equals(load.count())) {
          fail(load, "counts " + load.count() + ", and another " + other);
        }
      }
    }
  }
}
