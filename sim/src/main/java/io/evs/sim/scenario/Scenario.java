package io.evs.sim.scenario;

import io.evs.sim.ScenarioStage;
import io.evs.sim.SimResult;
import io.evs.sim.net.SimRandom;
import io.evs.sim.trace.TraceHub;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.sim.world.World;
import io.evs.sim.world.WorldOptions;
import io.evs.totem.part.RingPolicy;
import io.evs.verify.report.Property;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A named, replayable course of events with claims about its outcome, beyond the properties that
 * every run is checked for. A scenario has variants (which hop, which node, when); each runs in a
 * world of its own, and the scenario passes if all do.
 *
 * @param name as in the catalogue, S1 to S68
 * @param title what happens, in a few words
 * @param nodes processes of the world
 * @param variants number of variants
 * @param tuning changes to the default world
 * @param body what happens, and the claims
 */
public record Scenario(
    String name, String title, int nodes, int variants, Tuning tuning, Body body) {

  /** Changes the default world for a variant. */
  @FunctionalInterface
  public interface Tuning {
    /** Changes the world of a variant. */
    void tune(WorldOptions world, int variant);
  }

  /** The course of a scenario. */
  @FunctionalInterface
  public interface Body {
    /** Plays one variant, from 0. */
    void play(ScenarioStage stage, int variant);
  }

  private static final long MAX_STEPS = 5_000_000;

  public static Scenario of(String name, String title, int nodes, int variants, Body body) {
    return new Scenario(name, title, nodes, variants, (world, variant) -> {}, body);
  }

  /** The same with ring values changed. */
  Scenario with(Consumer<RingPolicy.Values> change) {
    return tuned((world, variant) -> world.ring(change));
  }

  /** The same with the world changed. */
  Scenario tuned(Tuning more) {
    return new Scenario(
        name,
        title,
        nodes,
        variants,
        (world, variant) -> {
          tuning.tune(world, variant);
          more.tune(world, variant);
        },
        body);
  }

  /** Runs all variants; the first failing one is reported. */
  public SimResult run(long seed) {
    return run(seed, null);
  }

  /**
   * Runs all variants.
   *
   * @param seed of the rest of the world's behaviour
   * @param traceDirectory for traces, in folders by variant if there are several; null for none
   */
  public SimResult run(long seed, Path traceDirectory) {
    List<SimResult> results = new ArrayList<>();
    for (int variant = 0; variant < variants; variant++) {
      Path directory =
          traceDirectory == null || variants == 1
              ? traceDirectory
              : traceDirectory.resolve("variant-" + variant);
      SimResult result = runVariant(seed, variant, MemberLogic::new, Traces.open(nodes, directory));
      results.add(result);
      if (!result.ok()) {
        break;
      }
    }
    return sum(results);
  }

  /** Runs one variant with other processes and the checker. */
  public SimResult runVariant(long seed, int variant, ProcessLogic.Factory factory) {
    return runVariant(seed, variant, factory, Traces.open(nodes, null));
  }

  /** Runs one variant with given logic and traces. */
  public SimResult runVariant(long seed, int variant, ProcessLogic.Factory factory, TraceHub hub) {
    WorldOptions options = new WorldOptions(nodes, seed);
    tuning.tune(options, variant);
    World world = new World(options, factory, hub);
    ScenarioStage stage = new ScenarioStage(world, MAX_STEPS);
    String unsettled = null;
    try {
      body.play(stage, variant);
      unsettled = stage.settle();
    } catch (ScenarioStage.Broken e) {
      world.fail(Property.S, e.getMessage());
    }
    return stage.result(name + (variants > 1 ? " variant " + variant : ""), title, unsettled);
  }

  private SimResult sum(List<SimResult> results) {
    SimResult last = results.get(results.size() - 1);
    long events = 0;
    long digest = 0;
    long virtual = 0;
    long steps = 0;
    long accepted = 0;
    long deliveries = 0;
    long configurations = 0;
    long packets = 0;
    long bytes = 0;
    Map<String, Long> counters = new TreeMap<>();
    Map<String, Long> exercised = new TreeMap<>();
    Map<String, Long> marks = new TreeMap<>();
    for (SimResult result : results) {
      events += result.events();
      digest = SimRandom.mix(digest ^ result.digest());
      virtual += result.virtualNanos();
      steps += result.steps();
      accepted += result.accepted();
      deliveries += result.deliveries();
      configurations += result.configurations();
      packets += result.packets();
      bytes += result.bytes();
      result.counters().forEach((key, value) -> counters.merge(key, value, Long::sum));
      result.exercised().forEach((key, value) -> exercised.merge(key, value, Long::sum));
      result.marks().forEach((key, value) -> marks.merge(key, value, Long::sum));
    }
    return new SimResult(
        last.ok(),
        last.ok() ? name : last.name(),
        last.seed(),
        last.description(),
        last.findings(),
        events,
        digest,
        virtual,
        steps,
        accepted,
        deliveries,
        configurations,
        packets,
        bytes,
        counters,
        exercised,
        marks);
  }
}
