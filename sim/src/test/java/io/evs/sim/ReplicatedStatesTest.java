package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.options.SimOptions;
import io.evs.state.replica.PlantedStates;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All have the same state at the same place of the order, whatever happens to nodes and network,
 * and with quorum no command that was answered is lost; planted bugs are found. More seeds: {@code
 * evs simulate --state --quorum majority}.
 */
class ReplicatedStatesTest {
  private static final int SEEDS = Integer.getInteger("evs.planted.seeds", 150);
  private static final int CONTROL_SEEDS = 12;

  private static SimOptions options(long seed, String policy) {
    return SimOptions.of(
        values -> {
          values.seed = seed;
          values.nodes = 4;
          values.messages = 20;
          values.loss = seed % 3 == 0 ? 0.2 : 0;
          values.spanNanos = 5_000_000_000L;
          values.partitions = 5;
          values.oddLinks = 0.7;
          values.crashes = 3;
          values.state = true;
          values.quorum = policy;
        });
  }

  private static Optional<SimResult> failing(PlantedStates bug, String policy, int seeds) {
    return LongStream.range(bug.seed(), bug.seed() + seeds)
        .mapToObj(seed -> StateLoad.run(options(seed, policy), null, bug::create))
        .filter(result -> !result.ok())
        .findFirst();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void seedsFind(PlantedStates bug) {
    Optional<SimResult> found = failing(bug, "majority", SEEDS);
    assertThat(found).as(bug.title()).isPresent();
    assertThat(found.get().summary()).contains("state");
  }

  @ParameterizedTest
  @CsvSource({"majority", "last-known-majority", "''"})
  void theRulesAsTheyArePass(String policy) {
    Optional<SimResult> failed = failing(PlantedStates.NONE, policy, CONTROL_SEEDS);
    assertThat(failed.map(SimResult::summary)).isEmpty();
  }
}
