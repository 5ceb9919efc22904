package io.evs.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the system. */
final class Tool {
  private static final int LIMIT_SECONDS = 60;

  private Tool() {}

  /**
   * How a command ended.
   *
   * @param exit its status
   * @param output both of its streams
   */
  record Result(int exit, String output) {}

  /** Runs a command to its end; a command that does not exist has status 127. */
  static Result run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process;
    try {
      process = builder.start();
    } catch (IOException missing) {
      return new Result(127, missing.getMessage());
    }
    try {
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end");
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a command that must succeed, and returns its output. */
  static String must(List<String> command) {
    Result result = run(command);
    if (result.exit() != 0) {
      throw new AssertionError(
          String.join(" ", command) + ": status " + result.exit() + ": " + result.output());
    }
    return result.output();
  }

  /** As above, the command as one line of words without spaces in them. */
  static String must(String words) {
    return must(List.of(words.split(" +")));
  }
}
