package io.evs.console;

import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.ansi.UnixTerminal;
import io.evs.console.key.KeyTable;
import io.evs.console.screen.ConsoleOptions;
import io.evs.console.screen.ConsoleScreen;
import io.evs.console.screen.SystemTerminal;
import io.evs.console.screen.TerminalSignals;
import io.evs.console.source.RingSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** The console in the terminal of this process, which is left as it was whatever happens. */
public final class Console {
  private static final long POLL_NANOS = 20_000_000L;

  private final RingSource source;
  private final ConsoleOptions options;
  private final InputStream in;
  private final OutputStream out;

  /** A console that shows a source; closing that is the caller's business. */
  public Console(RingSource source, ConsoleOptions options, InputStream in, OutputStream out) {
    this.source = source;
    this.options = options;
    this.in = in;
    this.out = out;
  }

  /** A line for each key, for documentation. */
  public static List<String> keys() {
    return KeyTable.lines();
  }

  /**
   * Shows the source until the person leaves or a signal comes.
   *
   * @return 0, or 128 and the number of the signal
   * @throws IOException if there is no terminal that can be controlled
   */
  public int run() throws IOException {
    ConsoleScreen shown = new ConsoleScreen(source, options);
    try (TerminalSignals signals = TerminalSignals.catchAll()) {
      Screen screen = open();
      try {
        shown.show(screen);
        while (shown.turn(System.nanoTime())) {
          OptionalInt end = signals.ending();
          if (end.isPresent()) {
            return 128 + end.getAsInt();
          }
          if (signals.takeStop()) {
            leave(screen);
            TerminalSignals.stopProcess();
            screen = open();
            shown.show(screen);
          }
          LockSupport.parkNanos(POLL_NANOS);
        }
        return 0;
      } finally {
        leave(screen);
      }
    }
  }

  /**
   * Gives the terminal back, cleared: one of tmux that has become larger meanwhile would else keep
   * rows of the console above what it showed before.
   */
  private static void leave(Screen screen) throws IOException {
    try {
      screen.clear();
      screen.refresh(Screen.RefreshType.COMPLETE);
    } finally {
      screen.close();
    }
  }

  private Screen open() throws IOException {
    UnixTerminal terminal = SystemTerminal.open(in, out);
    try {
      Screen screen = new TerminalScreen(terminal);
      screen.startScreen();
      return screen;
    } catch (IOException | RuntimeException | Error e) {
      terminal.close();
      throw e;
    }
  }
}
