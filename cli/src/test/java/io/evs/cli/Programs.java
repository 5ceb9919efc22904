package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the system that tests start: shells, man, tmux, Python. */
public final class Programs {
  private static final long PATIENCE_SECONDS = 30;

  private Programs() {}

  /** What a program said. */
  public record Said(int exit, String out, String err) {}

  /** Leaves the test out where the program is not installed, but not where CI has installed it. */
  public static void need(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (System.getenv("EVS_REQUIRE_SHELLS") != null) {
      assertThat(there).as(program + " is installed").isTrue();
    }
    Assumptions.assumeTrue(there, program + " is not installed");
  }

  /** Runs one to its end, without input. */
  public static Said run(Path folder, List<String> command) throws Exception {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as(command + " ends; it said " + read(out) + read(err))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(process.exitValue(), read(out), read(err));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
