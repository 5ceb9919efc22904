package io.evs.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.SimResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * FIELD-24, T2-1 (24), NEW-A2, SEC-M2: two nodes with one id, over more seeds than the others get.
 */
class IdentityScenariosTest {
  @ParameterizedTest
  @CsvSource({"S63, 20", "S64, 5", "S65, 5", "S66, 20"})
  void holds(String name, int seeds) {
    for (long seed = 1; seed <= seeds; seed++) {
      SimResult result = Scenarios.byName(name).orElseThrow().run(seed);
      assertThat(result.ok()).as(result.summary()).isTrue();
    }
  }
}
