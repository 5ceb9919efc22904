package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FIELD-32: console and shell on terminals of 0x0 that answer no question. */
@Timeout(240)
class OddTerminalsTest extends E2e {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, String> ring = LoopbackRing.unique();

  @BeforeAll
  static void scriptIsThere() {
    Programs.need("script");
  }

  /** A command on such a terminal; what it shows goes into a file. */
  private final class Silent implements AutoCloseable {
    private final Path shown = home.resolve("shown");
    private final Process process;

    Silent(String term, EvsProcess.Command command) {
      String line = "TERM='" + term + "' " + Tmux.line(command);
      try {
        process =
            new ProcessBuilder("script", "-qec", line, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile())
                .start();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    String shown() {
      try {
        return Files.readString(shown, StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "";
      }
    }

    Silent await(String text) {
      Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown()).contains(text));
      return this;
    }

    Silent type(String text) throws IOException {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return this;
    }

    int awaitStatus() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(shown()).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** It asked for the place of the cursor, and waited 10 s for the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"xterm", "foo"})
  void theConsoleAsksTheTerminalNothing(String term) throws Exception {
    Silent console = later(new Silent(term, evs("console", "--simulate")));
    console.await("evs console").type("q");
    assertThat(console.awaitStatus()).as(console.shown()).isZero();
    assertThat(console.shown()).doesNotContain("\u001b[6n", "Exception", "WARNING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xterm-ghostty", "foo", "dumb", ""})
  void theShellWorksWithoutJavasWords(String term) throws Exception {
    Silent shell = later(new Silent(term, evs("shell").with(ring)));
    shell.await("help lists the verbs").type("help\r").await("help VERB says more").type("exit\r");
    assertThat(shell.awaitStatus()).as(shell.shown()).isZero();
    assertThat(shell.shown()).doesNotContain("Exception", "WARNING", "org.jline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dumb", ""})
  void theConsoleSaysThatItNeedsAnother(String term) throws Exception {
    Silent console = later(new Silent(term, evs("console", "--simulate")));
    assertThat(console.awaitStatus()).as(console.shown()).isEqualTo(2);
    assertThat(console.shown().strip().lines().toList()).hasSize(2);
    assertThat(console.shown()).contains("evs: the console needs a terminal that can place text");
  }
}
