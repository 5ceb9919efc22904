package io.evs.planted;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.group.PlantedQuorum;
import io.evs.sim.SimResult;
import io.evs.sim.Simulation;
import io.evs.sim.fault.Fault;
import io.evs.sim.fault.FaultPlan;
import io.evs.sim.options.SimOptions;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.sim.world.StorageAfterRestart;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two primaries never (property P1), and the check finds every planted bug of quorum. More seeds:
 * {@code -Devs.planted.seeds=4000}, or {@code evs simulate --quorum POLICY --seeds 1..10000}.
 */
class PlantedQuorumTest {
  private static final int SEEDS = Integer.getInteger("evs.planted.seeds", 300);
  private static final int CONTROL_SEEDS = 60;
  private static final long SECOND = 1_000_000_000L;

  private static SimOptions options(long seed, int nodes, String policy) {
    return SimOptions.of(
        values -> {
          values.seed = seed;
          values.nodes = nodes;
          values.messages = 20;
          values.loss = seed % 3 == 0 ? 0.1 : 0;
          // Long enough for rings to form between the faults.
          values.spanNanos = 8_000_000_000L;
          values.partitions = 8;
          values.crashes = 8;
          values.stateFaults = seed % 2 == 0 ? 2 : 0;
          values.quorum = policy;
        });
  }

  private static SimResult run(PlantedQuorum bug, SimOptions options) {
    return Simulation.runWith(options, logic(bug));
  }

  private static ProcessLogic.Factory logic(PlantedQuorum bug) {
    return (config, effects, trace, pool) ->
        new MemberLogic(bug.create(config, effects, trace, pool));
  }

  private static Optional<SimResult> failing(
      PlantedQuorum bug, int nodes, String policy, int seeds) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(seed -> run(bug, options(seed, nodes, policy)))
        .filter(result -> !result.ok())
        .findFirst();
  }

  @ParameterizedTest
  @CsvSource({"Q1, 4, majority", "Q3, 4, last-known-majority", "Q3, 2, two-node"})
  void seedsFind(PlantedQuorum bug, int nodes, String policy) {
    Optional<SimResult> found = failing(bug, nodes, policy, SEEDS);
    assertThat(found).as(bug.title()).isPresent();
    assertThat(found.get().findings().get(0).property().name()).isEqualTo("P1");
  }

  /**
   * Nodes 1 and 2 go on as primary without 3; then 2 starts again, beside 3 and not 1, and node 1
   * goes on alone.
   */
  @ParameterizedTest
  @CsvSource({"NONE, ok", "Q2, P1"})
  void whoHasForgottenDoesNotMakeASecondPrimary(PlantedQuorum bug, String expected) {
    SimOptions options =
        SimOptions.of(
            values -> {
              values.messages = 10;
              values.spanNanos = 12 * SECOND;
              values.quorum = "last-known-majority";
            });
    FaultPlan plan =
        new FaultPlan(
            List.of(
                new Fault.Partition(SECOND, 4 * SECOND, List.of(List.of(1, 2), List.of(3))),
                new Fault.Crash(
                    3 * SECOND,
                    2,
                    Fault.Death.BETWEEN_STEPS,
                    0,
                    4 * SECOND,
                    StorageAfterRestart.KEPT),
                new Fault.Partition(5 * SECOND, 6 * SECOND, List.of(List.of(1), List.of(2, 3)))));
    SimResult result = Simulation.runWith(options, plan, logic(bug));
    String verdict = result.ok() ? "ok" : result.findings().get(0).property().name();
    assertThat(verdict).as(result.summary()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"4, majority", "5, last-known-majority", "2, two-node"})
  void theRulesAsTheyArePass(int nodes, String policy) {
    Optional<SimResult> failed = failing(PlantedQuorum.NONE, nodes, policy, CONTROL_SEEDS);
    assertThat(failed.map(SimResult::findings)).isEmpty();
  }
}
