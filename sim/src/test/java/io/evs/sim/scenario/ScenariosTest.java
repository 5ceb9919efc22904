package io.evs.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.SimResult;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
  /** The fast layer sets fewer. */
  private static final int SEEDS = Integer.getInteger("evs.scenario.seeds", 3);

  static Stream<Arguments> scenarios() {
    return Scenarios.all().stream().map(each -> Arguments.of(each.name(), each.title(), each));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scenarios")
  void holds(String name, String title, Scenario scenario) {
    assertThat(title).isNotBlank();
    // The large rings of S56 take as long as all others together.
    int seeds = name.equals("S56") ? 1 : SEEDS;
    for (long seed = 1; seed <= seeds; seed++) {
      SimResult result = scenario.run(seed);
      assertThat(result.ok()).as(result.summary()).isTrue();
    }
  }

  @Test
  void allSixtyEightAreThereOnce() {
    List<String> expected = IntStream.rangeClosed(1, 68).mapToObj(i -> "S" + i).toList();
    assertThat(Scenarios.all().stream().map(Scenario::name).toList()).isEqualTo(expected);
    assertThat(Scenarios.byName("s17")).isPresent();
    assertThat(Scenarios.byName("S99")).isEmpty();
  }

  @Test
  void aScenarioIsRepeatable() {
    Scenario scenario = Scenarios.byName("S38").orElseThrow();
    assertThat(scenario.run(5).digest()).isEqualTo(scenario.run(5).digest());
  }
}
