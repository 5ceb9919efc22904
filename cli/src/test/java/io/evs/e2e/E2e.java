package io.evs.e2e;

import io.evs.cli.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What every test that starts processes does: a home of its own, and nothing left running. */
abstract class E2e {
  @TempDir Path home;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Ends or removes something after the test, whatever becomes of it. */
  <T extends AutoCloseable> T later(T resource) {
    open.push(resource);
    return resource;
  }

  /** A command in this test's home. */
  EvsProcess.Command evs(String... words) {
    return EvsProcess.evs(home, words);
  }

  /** A new file with a key. */
  Path key(String name) {
    Path file = home.resolve(name);
    Run made = evs("keygen", file.toString()).here();
    if (made.exit() != 0) {
      throw new AssertionError(made.describe());
    }
    return file;
  }

  /** Starts a command that does not outlive the test. */
  EvsProcess start(EvsProcess.Command command) {
    return later(command.start());
  }

  @AfterEach
  void endAll() throws Exception {
    Exception first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (IOException | UncheckedIOException e) {
        first = e;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
