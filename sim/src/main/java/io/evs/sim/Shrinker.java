package io.evs.sim;

import io.evs.sim.fault.Fault;
import io.evs.sim.fault.FaultNodes;
import io.evs.sim.fault.FaultPlan;
import io.evs.sim.options.SimOptions;
import io.evs.sim.options.SimOptionsBuilder;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a failing run smaller while it violates the same property: fewer faults (delta debugging),
 * calmer weather, fewer nodes and messages, shorter and rounder times.
 */
public final class Shrinker {
  private static final long MS = 1_000_000L;

  private static final int SEEDS = 8;

  /** Runs what may be smaller. */
  @FunctionalInterface
  public interface Runner {
    /** The result of a run with these faults. */
    SimResult run(SimOptions options, FaultPlan plan);
  }

  private final Runner runner;
  private final int runsMax;
  private final Consumer<String> progress;
  private Property property;
  private SimOptions options;
  private List<Fault> faults;
  private SimResult result;
  private int runs;

  /**
   * A shrinker.
   *
   * @param runner runs candidates
   * @param runsMax most runs
   * @param progress told how far it is
   */
  public Shrinker(Runner runner, int runsMax, Consumer<String> progress) {
    this.runner = runner;
    this.runsMax = runsMax;
    this.progress = progress;
  }

  /** The first property that a run violated; null if none. */
  public static Property property(SimResult result) {
    return result.findings().isEmpty() ? null : result.findings().get(0).property();
  }

  /**
   * Shrinks a failing run.
   *
   * @return the smallest run found that fails the same way
   * @throws IllegalArgumentException if it does not fail
   */
  public ScenarioFile shrink(SimOptions from, FaultPlan plan) {
    options = from;
    faults = plan.faults();
    result = runner.run(from, plan);
    property = property(result);
    if (property == null) {
      throw new IllegalArgumentException("seed " + from.seed() + " does not fail");
    }
    String before;
    do {
      before = options + " " + faults;
      fewerFaults();
      calmer();
      fewerNodes();
      halve(values -> values.messages /= 2);
      halve(values -> values.messages--);
      halve(values -> values.spanNanos = Math.max(MS, values.spanNanos / 2));
      rounder();
    } while (runs < runsMax && !before.equals(options + " " + faults));
    return new ScenarioFile(options, new FaultPlan(faults));
  }

  /** How the smallest run ended. */
  public SimResult result() {
    return result;
  }

  /** Runs that it took. */
  public int runs() {
    return runs;
  }

  /** Takes the candidate if it fails the same way. */
  private boolean accept(SimOptions candidate, List<Fault> some) {
    if (runs >= runsMax || (candidate.equals(options) && some.equals(faults))) {
      return false;
    }
    runs++;
    FaultPlan plan = new FaultPlan(some);
    SimResult ended = runner.run(candidate, plan);
    progress.accept(runs + " runs, " + faults.size() + " faults left");
    if (!property.equals(property(ended))) {
      return false;
    }
    options = candidate;
    faults = plan.faults();
    result = ended;
    return true;
  }

  private void fewerFaults() {
    int parts = 2;
    while (!faults.isEmpty()) {
      int size = Math.max(1, (faults.size() + parts - 1) / parts);
      boolean removed = false;
      for (int at = 0; at < faults.size() && !removed; at += size) {
        List<Fault> rest = new ArrayList<>(faults.subList(0, at));
        rest.addAll(faults.subList(Math.min(at + size, faults.size()), faults.size()));
        removed = accept(options, rest);
      }
      if (removed) {
        parts = Math.max(2, parts - 1);
      } else if (size == 1) {
        return;
      } else {
        parts *= 2;
      }
    }
  }

  private void calmer() {
    List<Consumer<SimOptionsBuilder>> steps =
        List.of(
            b -> {
              b.loss = 0;
              b.burstLoss = false;
            },
            b -> b.burstLoss = false,
            b -> b.duplicate = 0,
            b -> b.reorder = 0,
            b -> b.corrupt = 0,
            b -> b.garbage = 0,
            b -> b.safe = 0,
            b -> b.largeShare = 0,
            b -> b.payload(0, 20),
            b -> b.stayDown = 0,
            b -> b.learnAddresses = false,
            b -> b.sealed = false,
            b -> b.formFirst = true,
            b -> b.initialSeq = 0,
            b -> b.initialTokenSeq = 0,
            b -> b.rtrEntries = 0,
            b -> b.failRecv = 0,
            b -> b.profile = "default",
            b -> b.latencyNanos = MS,
            // What the generator would draw plays no part: the faults are given.
            b -> {
              b.partitions = 0;
              b.crashes = 0;
              b.pauses = 0;
              b.typeLosses = 0;
              b.deafs = 0;
              b.stateFaults = 0;
            },
            b -> {
              b.clockSkew = false;
              b.oddLinks = 0;
            });
    for (Consumer<SimOptionsBuilder> step : steps) {
      accept(options.with(step), faults);
    }
  }

  private void fewerNodes() {
    for (int few = 1; few < options.nodes(); few++) {
      int nodes = few;
      List<Fault> rest = new ArrayList<>();
      faults.forEach(fault -> FaultNodes.limited(fault, nodes).ifPresent(rest::add));
      // With other nodes everything comes at other times: more than one seed is worth a try.
      for (long seed = options.seed(); seed < options.seed() + SEEDS; seed++) {
        long tried = seed;
        SimOptions fewer =
            options.with(
                values -> {
                  values.nodes = nodes;
                  values.seed = tried;
                });
        if (accept(fewer, rest)) {
          return;
        }
      }
    }
  }

  private void halve(Consumer<SimOptionsBuilder> half) {
    while (true) {
      SimOptions next = options.messages() == 0 ? options : options.with(half);
      if (!accept(next, faults)) {
        return;
      }
    }
  }

  /** Times in whole milliseconds, and half of them. */
  private void rounder() {
    for (int i = 0; i < faults.size(); i++) {
      long time = faults.get(i).timeNanos();
      for (long rounder : new long[] {time / 2 / (10 * MS) * 10 * MS, time / MS * MS}) {
        List<Fault> changed = new ArrayList<>(faults);
        changed.set(i, FaultNodes.at(faults.get(i), rounder));
        accept(options, changed);
      }
    }
  }
}
