package io.evs.cli.console;

import io.evs.console.live.LiveSource;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Log lines go to the event log while the screen is taken. */
final class LogToEvents {
  private final PrintStream before = System.err;

  LogToEvents(LiveSource.Events events) {
    System.setErr(new PrintStream(new Lines(events), true, StandardCharsets.UTF_8));
  }

  /** Collects bytes until a line is complete. */
  private static final class Lines extends OutputStream {
    private static final int LINE_MAX_BYTES = 4096;

    private final LiveSource.Events events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(LiveSource.Events events) {
      this.events = events;
    }

    @Override
    public synchronized void write(int next) {
      if (next == '\n' || line.size() == LINE_MAX_BYTES) {
        events.note(line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
      if (next != '\n') {
        line.write(next);
      }
    }
  }

  /** Log lines go to standard error again. */
  void close() {
    System.setErr(before);
  }
}
