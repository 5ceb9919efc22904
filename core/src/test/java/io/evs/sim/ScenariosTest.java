package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
  static Stream<String> names() {
    return Scenarios.all().stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void holds(String name) {
    Scenario scenario = Scenarios.byName(name).orElseThrow();
    for (long seed = 1; seed <= 3; seed++) {
      SimResult result = scenario.run(seed);
      assertThat(result.ok()).as(result.summary()).isTrue();
    }
  }

  @Test
  void theFirstTwentyAreThere() {
    for (String name :
        "S1 S4 S5 S13 S14 S17 S19 S20 S21 S23 S30 S35 S36 S37 S38 S39 S43 S46 S48 S50".split(" ")) {
      assertThat(Scenarios.byName(name)).as(name).isPresent();
    }
    assertThat(Scenarios.byName("s17")).isPresent();
    assertThat(Scenarios.byName("S99")).isEmpty();
  }

  @Test
  void aScenarioIsRepeatable() {
    Scenario scenario = Scenarios.byName("S38").orElseThrow();
    assertThat(scenario.run(5).digest()).isEqualTo(scenario.run(5).digest());
  }
}
