package io.evs.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T1-A2: a result that cannot be written is one sentence and status 74. */
class ResultStreamTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(OutputStream out, String... args) {
    Terminal terminal =
        new Terminal(
            Terminal.NO_INPUT,
            new ResultStream(out, /* pipe= */ false),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            Map.of());
    return new Cli(terminal).run(args);
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"completion bash", "config show", "--help", "config show --json"})
  void aFullDeviceIsNoSuccess(String command) throws Exception {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      assertThat(run(full, command.split(" "))).isEqualTo(74);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("standard output cannot be written: no space left on device");
  }

  @Test
  void aReaderThatHasGoneIsQuiet() {
    assertThat(run(failing("Broken pipe"), "completion", "bash")).isZero();
    assertThat(err.size()).isZero();
  }

  @Test
  void anErrorKeepsItsOwnStatus() {
    assertThat(run(failing("No space left on device"), "completion", "none")).isEqualTo(2);
  }
}
