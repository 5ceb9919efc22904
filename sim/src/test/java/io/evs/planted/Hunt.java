package io.evs.planted;

import io.evs.group.PlantedMember;
import io.evs.sim.SimResult;
import io.evs.sim.Simulation;
import io.evs.sim.options.SwarmOptions;
import io.evs.sim.scenario.Scenario;
import io.evs.sim.scenario.Scenarios;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.totem.PlantedBug;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks for a planted bug with the suite's own means: its scenarios, and seeds of a campaign. */
final class Hunt {
  /** A run that takes longer hangs: the step limit does not end it. */
  private static final long RUN_SECONDS_MAX = 60;

  /**
   * What a run found.
   *
   * @param where scenario and variant, or seed
   * @param property violated; X for an exception or an invariant, S for a scenario's claim, HANG
   */
  record Find(String where, String property, String message) {
    @Override
    public String toString() {
      return where + " (" + property + ")";
    }
  }

  private final PlantedBug bug;

  /**
   * A hunt.
   *
   * @param bug null for the engine as it is
   */
  Hunt(PlantedBug bug) {
    this.bug = bug;
  }

  private ProcessLogic.Factory factory() {
    return (config, effects, trace, pool) ->
        new MemberLogic(PlantedMember.create(bug, config, effects, trace, pool));
  }

  /** The scenarios that find it, with seed 1. */
  List<Find> scenarios() {
    List<Find> finds = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      Find find = scenario(scenario);
      if (find != null) {
        finds.add(find);
      }
    }
    return finds;
  }

  /** What a scenario finds, or null. */
  Find scenario(Scenario scenario) {
    for (int variant = 0; variant < scenario.variants(); variant++) {
      int played = variant;
      Find find = find(scenario.name(), () -> scenario.runVariant(1, played, factory()));
      if (find != null) {
        return find;
      }
    }
    return null;
  }

  /** What the first of these seeds that fails finds, or null. */
  Find seeds(long from, long to) {
    for (long seed = from; seed <= to; seed++) {
      long run = seed;
      Find find =
          find(
              Long.toString(seed), () -> Simulation.runWith(SwarmOptions.fromSeed(run), factory()));
      if (find != null) {
        return find;
      }
    }
    return null;
  }

  private static Find find(String where, Callable<SimResult> run) {
    FutureTask<SimResult> task = new FutureTask<>(run);
    // Not a pool: a thread that hangs is left behind.
    Thread thread = new Thread(task, "hunt " + where);
    thread.setDaemon(true);
    thread.start();
    try {
      SimResult result = task.get(RUN_SECONDS_MAX, TimeUnit.SECONDS);
      if (result.ok()) {
        return null;
      }
      return new Find(
          where, result.findings().get(0).property().name(), result.findings().get(0).message());
    } catch (TimeoutException e) {
      return new Find(where, "HANG", "no end within " + RUN_SECONDS_MAX + " s");
    } catch (ExecutionException e) {
      return new Find(where, "X", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
