package io.evs.e2e;

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
