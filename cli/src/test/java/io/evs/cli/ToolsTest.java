package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands below tools/ say what they do, and do nothing with what they do not understand. */
@Timeout(60)
class ToolsTest {
  private static final Path TOOLS = Path.of("..", "tools");

  @TempDir Path dir;

  static Stream<String> tools() throws IOException {
    try (Stream<Path> all = Files.list(TOOLS)) {
      return all
          .filter(Files::isRegularFile)
          .filter(Files::isExecutable)
          .map(each -> each.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  private Programs.Said run(String... command) throws Exception {
    List<String> tool = new ArrayList<>(List.of(command));
    tool.set(0, TOOLS.resolve(command[0]).toString());
    return Programs.run(dir, tool);
  }

  @Test
  void thereAreTools() throws Exception {
    assertThat(tools()).contains("compare", "fuzz", "soak", "why-campaign");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void eachSaysWhatItDoes(String tool) throws Exception {
    Programs.Said help = run(tool, "--help");
    assertThat(help.err()).isEmpty();
    assertThat(help.exit()).isZero();
    assertThat(help.out()).isNotBlank().doesNotContain("set -e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client-crowd",
        "client-throughput",
        "detection-times",
        "flood",
        "fuzz",
        "large-traces",
        "latencies",
        "lock-contention",
        "lock-rate",
        "recorder-cost",
        "ring-sizes",
        "soak",
        "start-up",
        "state-transfer",
        "steady-load",
        "why-campaign"
      })
  void whatIsNoNumberIsRefusedInOneSentence(String tool) throws Exception {
    Programs.Said refused = run(tool, "12x");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("\"12x\" is not a whole number above 0");
  }
}
