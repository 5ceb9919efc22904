package io.evs.shell;

import io.evs.EvsMember;
import io.evs.console.screen.TerminalSignals;
import io.evs.node.process.DaemonThreads;
import io.evs.text.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/** The shell for a person at a terminal. */
public final class InteractiveShell {
  private static final String PROMPT = "evs> ";
  private static final long STATUS_MILLIS = 1000;

  private final Terminal terminal;
  private final ShellReader reader;

  private InteractiveShell(Terminal terminal, Optional<Path> history) throws IOException {
    this.terminal = terminal;
    this.reader = new ShellReader(terminal);
    history.ifPresent(file -> reader.setVariable(LineReader.HISTORY_FILE, file));
    reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "   > ");
    // An exclamation mark in a message is one.
    reader.setOpt(LineReader.Option.DISABLE_EVENT_EXPANSION);
    reader.setParser(Interpreter.parser());
  }

  /** A line for each verb, for documentation. */
  public static List<String> verbs() {
    return HelpText.all();
  }

  /**
   * Runs a shell in the terminal of this process until the person leaves it or a signal comes.
   *
   * @param historyFile where lines are kept; its folder is made
   * @return 0, or 128 and the number of the signal
   * @throws IOException if there is no terminal that can be controlled
   */
  public static int run(EvsMember member, Path historyFile) throws IOException {
    // A probe of the terminal at the start would swallow what is typed ahead.
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .encoding(StandardCharsets.UTF_8)
            .graphemeCluster(false)
            .build()) {
      Thread here = Thread.currentThread();
      try (TerminalSignals signals = TerminalSignals.catchEnding(here::interrupt)) {
        run(member, terminal, historyFile, () -> signals.ending().isPresent());
        return signals.ending().isPresent() ? 128 + signals.ending().getAsInt() : 0;
      }
    }
  }

  /** As above, in that terminal. */
  static void run(EvsMember member, Terminal terminal, Path historyFile, BooleanSupplier isEnding)
      throws IOException {
    Optional<Path> history = HistoryFile.prepare(historyFile);
    InteractiveShell shell = new InteractiveShell(terminal, history);
    StatusLine.reserve(terminal);
    shell.print("evs shell; help lists the verbs, Ctrl-D leaves");
    if (history.isEmpty()) {
      shell.print("what is typed is not kept: " + historyFile + " cannot be written");
    }
    try (ShellSession session = new ShellSession(member, shell::print, /* interactive= */ true)) {
      shell.loop(session, isEnding);
    } finally {
      shell.reader.drawing(() -> StatusLine.release(terminal));
    }
  }

  /** Prints above what is being typed; nothing any more when the terminal is closed. */
  private void print(String line) {
    try {
      reader.printAbove(PlainText.of(line));
    } catch (IllegalStateException closed) {
      // The process ends; nobody reads it.
      return;
    }
  }

  /** The person's own screen and lines. */
  private final class OwnScreen implements ShellScreen {
    @Override
    public void clear() {
      reader.drawing(
          () -> {
            terminal.puts(InfoCmp.Capability.clear_screen);
            terminal.flush();
          });
    }

    @Override
    public List<String> typed() {
      List<String> lines = new ArrayList<>();
      reader.getHistory().forEach(entry -> lines.add(entry.line()));
      return lines;
    }
  }

  private void loop(ShellSession session, BooleanSupplier isEnding) {
    session.screen(new OwnScreen());
    reader.setCompleter(new VerbCompleter(session));
    StatusLine status = new StatusLine(terminal, reader, session);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("evs-shell-status"));
    timer.scheduleWithFixedDelay(status::update, 0, STATUS_MILLIS, TimeUnit.MILLISECONDS);
    session.onEvent(() -> timer.execute(status::update));
    try {
      Interpreter interpreter = new Interpreter(session);
      while (!session.isOver() && !isEnding.getAsBoolean() && readAndRun(interpreter)) {
        continue;
      }
    } finally {
      session.onEvent(() -> {});
      timer.shutdownNow();
      status.clear();
    }
  }

  /** False at the end of the input. */
  private boolean readAndRun(Interpreter interpreter) {
    String line;
    try {
      line = reader.readLine(PROMPT);
    } catch (UserInterruptException givenUp) {
      return true;
    } catch (EndOfFileException end) {
      return false;
    }
    Thread here = Thread.currentThread();
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, s -> here.interrupt());
    try {
      interpreter.run(line);
    } catch (ShellException e) {
      print("evs: " + e.getMessage());
    } catch (RuntimeException fault) {
      // The person's groups and history are worth more than a clean end.
      print("evs: internal fault, " + fault);
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      // An interrupt that came too late is not the next line's.
      Thread.interrupted();
    }
    return true;
  }
}
