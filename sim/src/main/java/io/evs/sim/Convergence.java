package io.evs.sim;

import io.evs.Configuration;
import io.evs.sim.trace.CheckResult;
import io.evs.sim.world.Failure;
import io.evs.sim.world.Phase;
import io.evs.sim.world.SimProcess;
import io.evs.sim.world.World;
import io.evs.totem.part.RingPolicy;
import io.evs.verify.report.Property;
import io.evs.verify.report.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of a run: the network is whole and clean, and within a bound all living processes must be
 * in one ring with everything delivered (properties L1 to L4).
 */
public final class Convergence {
  private static final long MS = 1_000_000L;

  private final World world;
  private final Workload workload;
  private final long maxSteps;
  private String unsettled;

  Convergence(World world, Workload workload, long maxSteps) {
    this.world = world;
    this.workload = workload;
    this.maxSteps = maxSteps;
  }

  /** How long a ring may take to form once there are no faults: probation and a few attempts. */
  public static long boundNanos(RingPolicy policy) {
    return 26 * policy.consensusNanos() + 10 * policy.tokenNanos() + 4 * policy.mergeNanos();
  }

  /** Ids of the processes that are up. */
  int[] living() {
    List<Integer> up = new ArrayList<>();
    for (int id = 1; id <= world.options().nodes; id++) {
      if (world.up(id)) {
        up.add(id);
      }
    }
    return up.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether exactly these processes are in one operational ring. */
  boolean oneRing(int... members) {
    Configuration first = null;
    for (int id : members) {
      SimProcess process = world.process(id);
      Configuration configuration = process.configuration();
      if (configuration == null
          || !process.state().equals("OPERATIONAL")
          || (first != null && !first.ring().equals(configuration.ring()))) {
        return false;
      }
      first = configuration;
    }
    return first != null && Arrays.equals(world.process(members[0]).members(), members);
  }

  /** Whether there is one ring of the living and nothing left to deliver. */
  boolean quiet() {
    int[] living = living();
    if (!workload.drained() || !oneRing(living)) {
      return false;
    }
    for (int id : living) {
      if (world.process(id).queuedBytes() > 0) {
        return false;
      }
    }
    return true;
  }

  boolean outOfSteps() {
    return world.steps() >= maxSteps;
  }

  /** Runs until quiet and for a while after, in which it must stay so; what is wrong, or null. */
  String settle() {
    settling().ifPresent(world::run);
    return unsettled;
  }

  /** Until quiet, and a while after in which it must stay so. */
  Optional<Phase> settling() {
    unsettled = null;
    if (world.failure() != null) {
      return Optional.empty();
    }
    RingPolicy policy = world.options().policy;
    int[] living = living();
    long from = world.now();
    long bound = boundNanos(policy);
    // Beyond the time to converge, what was queued meanwhile must be ordered.
    long until = from + bound + 60_000 * MS;
    long calm =
        2 * policy.mergeNanos() + 4 * policy.holdNanos() + 20 * world.network().model().baseNanos;
    world.hub().stable(from / 1000, new int[][] {living}, bound / 1000, true);
    return Optional.of(settling(living, from, until, calm));
  }

  private Phase settling(int[] living, long from, long until, long calm) {
    return new Phase(
        () -> outOfSteps() || quiet(),
        until,
        () -> {
          if (quiet()) {
            return Optional.of(staying(living, from, until, calm));
          }
          unsettled = world.failure() != null ? null : complaint(living, from);
          return Optional.empty();
        });
  }

  private Phase staying(int[] living, long from, long until, long calm) {
    return new Phase(
        () -> false,
        world.now() + calm,
        () ->
            quiet() || world.failure() != null
                ? Optional.empty()
                : Optional.of(settling(living, from, until, calm)));
  }

  private String complaint(int[] living, long from) {
    StringBuilder text = new StringBuilder();
    text.append(outOfSteps() ? "step limit reached" : "not settled").append(" after ");
    text.append((world.now() - from) / MS).append(" ms without faults: ");
    text.append(workload.leftover());
    for (int id : living) {
      SimProcess process = world.process(id);
      Configuration configuration = process.configuration();
      text.append("; ").append(id).append(' ').append(process.state());
      if (configuration != null) {
        text.append(' ').append(configuration.ring()).append(configuration.members());
      }
    }
    return text.toString();
  }

  /** Ends the traces and puts the result together. */
  SimResult result(String name, String description) {
    return result(name, description, unsettled);
  }

  /** As above, with what is wrong at the end; null for nothing. */
  SimResult result(String name, String description, String complaint) {
    world.end();
    CheckResult checked = world.hub().finish();
    List<Violation> findings = new ArrayList<>();
    Failure failure = world.failure();
    if (failure != null && failure.property() != null) {
      String where = " (step " + failure.step() + ", " + failure.timeNanos() / 1000 + " us)";
      findings.add(new Violation(failure.property(), failure.message() + where, 0));
    }
    findings.addAll(checked.violations());
    if (complaint != null) {
      findings.add(new Violation(Property.L1, complaint, 0));
    }
    Map<String, Long> counters = world.counters();
    return new SimResult(
        findings.isEmpty(),
        name,
        world.options().seed,
        description,
        List.copyOf(findings),
        checked.events(),
        checked.digest(),
        world.now(),
        world.steps(),
        workload.accepted(),
        workload.deliveries(),
        workload.configurations(),
        world.network().sent(),
        world.network().bytes(),
        counters,
        checked.exercised(),
        world.marks().finish(counters, checked.exercised()));
  }
}
