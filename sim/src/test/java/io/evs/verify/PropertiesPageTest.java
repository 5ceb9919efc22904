package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.verify.report.Property;
import io.evs.verify.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/properties.md has every property that is printed, and examples that show what they say. */
class PropertiesPageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/properties.md");

  /** Decided by the simulator from more than traces. */
  private static final Set<Property> NOT_OF_TRACES = EnumSet.of(Property.S, Property.X);

  private static final Set<Property> OF_STABLE_RUNS =
      EnumSet.of(Property.L1, Property.L2, Property.L3, Property.L4);

  @TempDir private Path folder;

  /** Heading of each property, without the marks, and the example below it. */
  private static Map<String, List<String>> sections() throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("#")) {
        current = new ArrayList<>();
      }
      if (line.startsWith("### ")) {
        sections.put(line.substring(4), current);
      }
      if (line.startsWith("    p")) {
        current.add(line.strip());
      }
    }
    return sections;
  }

  /** One list: the codes that can be printed, and the page's headings with their names. */
  @Test
  void hasEachPropertyThatIsPrinted() throws IOException {
    List<String> printed =
        Arrays.stream(Property.values()).map(each -> each.name() + " " + each.title()).toList();
    assertThat(sections().keySet()).containsExactlyInAnyOrderElementsOf(printed);
  }

  @Test
  void eachExampleBreaksItsPropertyAndNoOther() throws IOException {
    Map<String, List<String>> sections = sections();
    for (Property property : Property.values()) {
      List<String> lines = sections.get(property.name() + " " + property.title());
      assertThat(lines).as(property + " has two processes").hasSize(2);
      Story story = new Story(lines.toArray(String[]::new));
      if (OF_STABLE_RUNS.contains(property)) {
        story.stable(300, 100, true, new int[] {1, 2});
      }
      String expected = NOT_OF_TRACES.contains(property) ? "ok" : property.name();
      assertThat(story.verdict()).as(property.toString()).isEqualTo(expected);
    }
  }

  @Test
  void theTraceOnThePageIsTheHistoryThatItExplains() throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    int begin = page.indexOf("```jsonl");
    int end = begin + 1 + page.subList(begin + 1, page.size()).indexOf("```");
    Path trace = folder.resolve("p1.jsonl");
    Files.write(trace, page.subList(begin + 1, end));
    Report report = Checker.check(List.of(trace), Checker.Options.STRICT);
    Report told = new Story("p1: R(4;1,2) s:a d:a T(8;1) R(8;1) end").check();
    assertThat(report.violations()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.configurations()).isEqualTo(told.configurations()).isEqualTo(3);
    assertThat(report.deliveries()).isEqualTo(told.deliveries()).isEqualTo(1);
    assertThat(report.exercised()).isEqualTo(told.exercised());
  }
}
