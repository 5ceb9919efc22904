package io.evs.cli.exec;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.text.Causes;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command of {@code --exec}, for a shell. It has run when its shell has ended, whatever that
 * leaves in the background.
 */
public final class HookCommand {
  /** After so long it is said that a command still runs. */
  public static final Duration REMARK_AFTER = Duration.ofSeconds(10);

  private final String command;
  private final Consumer<String> problems;
  private final Duration remarkAfter;

  /**
   * A command.
   *
   * @param problems is told what went wrong, for people
   * @throws CliException if it is empty
   */
  public HookCommand(String command, Consumer<String> problems, Duration remarkAfter) {
    if (command.isBlank()) {
      throw new CliException(ExitCode.USAGE, "option --exec: the command is empty");
    }
    this.command = command;
    this.problems = problems;
    this.remarkAfter = remarkAfter;
  }

  /** Runs it to its end, with these variables beside those of this process. */
  public void run(Map<String, String> environment) throws InterruptedException {
    // Standard output belongs to the events. No pipe: whoever holds its other end, a process in the
    // background for one, would have to be waited for.
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", "exec >&2\n" + command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      waitFor(builder.start());
    } catch (IOException e) {
      problems.accept("evs: the command of --exec cannot be run: " + Causes.of(e));
    }
  }

  private void waitFor(Process process) throws InterruptedException {
    for (Duration patience = remarkAfter;
        !process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        patience = patience.multipliedBy(6)) {
      problems.accept(
          "evs: the command of --exec still runs (pid "
              + process.pid()
              + "); the next one waits for it");
    }
    if (process.exitValue() != 0) {
      problems.accept("evs: the command of --exec ended with status " + process.exitValue());
    }
  }
}
