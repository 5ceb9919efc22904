package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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
    // The large rings of S56 take as long as all others together.
    int seeds = name.equals("S56") ? 1 : 3;
    for (long seed = 1; seed <= seeds; seed++) {
      SimResult result = scenario.run(seed);
      assertThat(result.ok()).as(result.summary()).isTrue();
    }
  }

  @Test
  void allSixtyEightAreThereOnce() {
    List<String> expected = IntStream.rangeClosed(1, 68).mapToObj(i -> "S" + i).toList();
    assertThat(names().toList()).isEqualTo(expected);
    assertThat(Scenarios.byName("s17")).isPresent();
    assertThat(Scenarios.byName("S99")).isEmpty();
  }

  @Test
  void aScenarioIsRepeatable() {
    Scenario scenario = Scenarios.byName("S38").orElseThrow();
    assertThat(scenario.run(5).digest()).isEqualTo(scenario.run(5).digest());
  }
}
