package io.evs.sim.services;

import io.evs.GroupMember;
import io.evs.sim.world.World;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees all who enter and pass a barrier. Nobody passes before as many have entered as it is for; no
 * entry is in two meetings; and in the end all of one ring count the same.
 */
final class BarrierWatch implements Services.Watch {
  private record Entry(GroupMember party, long number) {}

  private final Set<Entry> entered = new HashSet<>();
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

  void started(BarrierLoad load) {
    loads.removeIf(each -> each.port().process() == load.port().process());
    loads.add(load);
  }

  void entered(BarrierLoad load, long number) {
    entered.add(new Entry(load.port().self(), number));
  }

  void passed(BarrierLoad load, long number, Map<GroupMember, Long> parties) {
    if (parties.size() != BarrierLoad.PARTIES) {
      fail(load, "passes with " + parties);
    }
    if (parties.getOrDefault(load.port().self(), 0L) != number) {
      fail(load, "passes with entry " + number + ", and is not among " + parties);
    }
    parties.forEach(
        (party, entry) -> {
          Entry one = new Entry(party, entry);
          if (!entered.contains(one)) {
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
