package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.scenario.Scenario;
import io.evs.sim.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/scenarios.md is the catalogue that {@link Scenarios} plays. */
class ScenariosPageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/scenarios.md");

  @Test
  void hasEachScenarioWithItsTitleAndSize() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      expected.add("### " + scenario.name() + " " + scenario.title());
      expected.add(size(scenario));
    }
    List<String> page =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("### ") || line.startsWith("*Size:* "))
            .toList();
    assertThat(page).containsExactlyInAnyOrderElementsOf(expected);
    for (int i = 0; i < page.size(); i += 2) {
      int place = expected.indexOf(page.get(i));
      assertThat(page.get(i + 1)).as(page.get(i)).isEqualTo(expected.get(place + 1));
    }
  }

  private static String size(Scenario scenario) {
    int variants = scenario.variants();
    return "*Size:* "
        + scenario.nodes()
        + " nodes, "
        + (variants == 1 ? "1 variant" : variants + " variants");
  }

  @Test
  void saysOfEachWhatIsPlayedAndWhatMustHold() throws IOException {
    String page = Files.readString(PAGE);
    String[] sections = page.split("\n### ");
    for (int i = 1; i < sections.length; i++) {
      assertThat(sections[i]).contains("\n*Plays:* ", "\n*Holds:* ");
    }
  }
}
