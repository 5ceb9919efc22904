package io.evs.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VerbTableTest {
  private static final int COLUMNS = 80;

  @Test
  void everyVerbHasHelpThatFitsATerminal() {
    assertThat(HelpText.all()).allMatch(line -> line.length() <= COLUMNS);
    for (Verb verb : VerbTable.ALL) {
      assertThat(HelpText.all()).anyMatch(line -> line.startsWith("  " + verb.name()));
      assertThat(HelpText.of(verb)).allMatch(line -> line.length() <= COLUMNS);
      assertThat(HelpText.of(verb).get(0)).startsWith(verb.name());
      verb.options()
          .forEach(
              option ->
                  assertThat(HelpText.of(verb)).anyMatch(line -> line.contains(option.help())));
    }
  }

  @Test
  void namesAreUnique() {
    assertThat(VerbTable.ALL.stream().map(Verb::name)).doesNotHaveDuplicates();
  }

  @Test
  void theDocumentationHasTheTable() throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "shell.md"))).contains(HelpText.markdown());
  }
}
