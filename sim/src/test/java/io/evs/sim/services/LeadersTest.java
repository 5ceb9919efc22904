package io.evs.sim.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.lock.table.PlantedLeaders;
import io.evs.sim.SimResult;
import io.evs.sim.options.SimOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Never two leaders in one configuration, with quorum never two at all, whatever happens to nodes
 * and network; planted bugs are found. More seeds: {@code evs simulate --services}.
 */
class LeadersTest {
  private static final int SEEDS = Integer.getInteger("evs.planted.seeds", 150);
  private static final int CONTROL_SEEDS = 8;

  private static SimOptions options(long seed, String policy) {
    return SimOptions.of(
        values -> {
          values.seed = seed;
          values.nodes = 4;
          values.messages = 20;
          values.loss = seed % 3 == 0 ? 0.2 : 0;
          values.spanNanos = 12_000_000_000L;
          values.partitions = 5;
          values.oddLinks = 0.7;
          values.crashes = 3;
          values.quorum = policy;
        });
  }

  private static Optional<SimResult> failing(PlantedLeaders bug, String policy, int seeds) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(
            seed ->
                Services.run(options(seed, policy), null, List.of(LeaderLoad.service(bug::create))))
        .filter(result -> !result.ok())
        .findFirst();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void seedsFind(PlantedLeaders bug) {
    Optional<SimResult> found = failing(bug, "majority", SEEDS);
    assertThat(found).as(bug.title()).isPresent();
    assertThat(found.get().summary()).contains("leader");
  }

  @ParameterizedTest
  @CsvSource({"majority", "last-known-majority", "''"})
  void theRulesAsTheyArePass(String policy) {
    Optional<SimResult> failed = failing(PlantedLeaders.NONE, policy, CONTROL_SEEDS);
    assertThat(failed.map(SimResult::summary)).isEmpty();
  }
}
