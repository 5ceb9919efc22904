package io.evs.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.SimResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token that rests, or is only late, over more seeds than other scenarios get. */
class RestScenariosTest {
  @ParameterizedTest
  @CsvSource({"S67, 30", "S68, 10"})
  void holds(String name, int seeds) {
    for (long seed = 1; seed <= seeds; seed++) {
      SimResult result = Scenarios.byName(name).orElseThrow().run(seed);
      assertThat(result.ok()).as(result.summary()).isTrue();
    }
  }
}
