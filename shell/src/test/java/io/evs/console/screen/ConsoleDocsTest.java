package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.console.key.KeyTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConsoleDocsTest {
  @Test
  void theDocumentationHasTheKeyTable() throws Exception {
    assertThat(Files.readString(Path.of("..", "docs", "console.md"))).contains(KeyTable.markdown());
  }
}
