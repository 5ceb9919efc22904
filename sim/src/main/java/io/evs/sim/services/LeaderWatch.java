package io.evs.sim.services;

import io.evs.Configuration;
import io.evs.RingId;
import io.evs.sim.world.World;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees all leaders of a run. Never two in one configuration that both became it there; with quorum
 * never two at any moment of virtual time, and fencing tokens that only grow. In the end each ring
 * that may has one, and all others wait for it.
 */
final class LeaderWatch implements Services.Watch {
  /** Somebody who was told that it leads, and of no end of that. */
  private record Term(LeaderLoad leader, Optional<RingId> ring, long fence) {}

  private final List<Term> terms = new ArrayList<>();
  private final List<LeaderLoad> loads = new ArrayList<>();
  private long lastFence;
  private World world;

  @Override
  public void world(World watched) {
    world = watched;
  }

  /** A wall clock that all have, in milliseconds. */
  long clock() {
    return 1 + world.now() / 1_000_000;
  }

  /** A process started; it does not know any more what it was. */
  void started(LeaderLoad load) {
    loads.removeIf(each -> each.port().process() == load.port().process());
    loads.add(load);
    terms.removeIf(each -> each.leader.port().process() == load.port().process());
  }

  void leads(LeaderLoad load, long fence) {
    boolean quorum = world.options().quorum.isPresent();
    Optional<RingId> ring = load.ring();
    terms.removeIf(each -> !world.up(each.leader.port().process()));
    for (Term each : terms) {
      int other = each.leader.port().process();
      if (!world.process(other).paused()
          && (quorum || (ring.isPresent() && each.ring.equals(ring)))) {
        fail(load, "leads, and process " + other + " does");
      }
    }
    if (quorum && fence <= lastFence) {
      fail(load, "leads with token " + fence + " after " + lastFence);
    }
    lastFence = fence;
    terms.add(new Term(load, ring, fence));
  }

  void ended(LeaderLoad load) {
    terms.removeIf(each -> each.leader == load);
  }

  private void fail(LeaderLoad load, String what) {
    world.fail(Property.X, "leader: process " + load.port().process() + " " + what);
  }

  @Override
  public void finish() {
    Map<RingId, List<LeaderLoad>> rings = new HashMap<>();
    for (LeaderLoad load : loads) {
      if (world.up(load.port().process())) {
        Configuration configuration = load.port().configuration();
        rings.computeIfAbsent(configuration.ring(), ring -> new ArrayList<>()).add(load);
      }
    }
    for (List<LeaderLoad> all : rings.values()) {
      boolean may = all.get(0).port().configuration().primary().orElse(true);
      long leaders = terms.stream().filter(each -> all.contains(each.leader)).count();
      if (!all.stream().allMatch(LeaderLoad::isSettled)) {
        continue;
      }
      if (leaders != (may ? 1 : 0)) {
        fail(all.get(0), "is in a ring that has " + leaders + " leaders in the end");
      }
      if (may && all.get(0).candidates() != all.size()) {
        fail(all.get(0), "knows " + all.get(0).candidates() + " candidates of " + all.size());
      }
    }
    // Whoever leads goes on to talk: what is on the way when a run ends counts as lost.
    loads.forEach(LeaderLoad::retire);
  }
}
