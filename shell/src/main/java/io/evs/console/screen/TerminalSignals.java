package io.evs.console.screen;

import io.evs.node.process.DaemonThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Signals that a program which has changed its terminal must answer itself: it restores the
 * terminal before it ends or stops. Whoever does not end in time is ended anyway.
 */
public final class TerminalSignals implements AutoCloseable {
  private static final int HANGUP = 1;
  private static final int INTERRUPT = 2;
  private static final int TERMINATE = 15;

  /** A program that hangs still ends. */
  private static final long PATIENCE_MILLIS = 3000;

  private record Replaced(String name, Object before) {}

  private final List<Replaced> replaced = new ArrayList<>();
  private final AtomicInteger ending = new AtomicInteger();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Runnable onEnd;

  private TerminalSignals(Runnable onEnd) {
    this.onEnd = onEnd;
    on("HUP", () -> end(HANGUP));
    on("TERM", () -> end(TERMINATE));
  }

  /** Catches those that end and stop programs, Ctrl-C and Ctrl-Z too, until closed. */
  public static TerminalSignals catchAll() {
    TerminalSignals signals = new TerminalSignals(() -> {});
    signals.on("INT", () -> signals.end(INTERRUPT));
    signals.on("TSTP", () -> signals.stop.set(true));
    return signals;
  }

  /** Catches those that end programs, but for Ctrl-C, until closed; runs that at the first. */
  public static TerminalSignals catchEnding(Runnable onEnd) {
    return new TerminalSignals(onEnd);
  }

  private void on(String name, Runnable handler) {
    Object before = Signals.register(name, handler);
    if (before != null) {
      replaced.add(new Replaced(name, before));
    }
  }

  private void end(int signal) {
    if (ending.compareAndSet(0, signal)) {
      DaemonThreads.of("evs-console-end", () -> endAnyway(signal)).start();
      onEnd.run();
    }
  }

  private void endAnyway(int signal) {
    try {
      TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().exit(128 + signal);
  }

  /** The signal that wants the process to end. */
  public OptionalInt ending() {
    int signal = ending.get();
    return signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal);
  }

  /** Whether the process is to stop (Ctrl-Z); once for each time. */
  public boolean takeStop() {
    return stop.getAndSet(false);
  }

  /** Stands still until the shell lets this process go on. */
  public static void stopProcess() throws IOException {
    long self = ProcessHandle.current().pid();
    try {
      // The shell's own kill: the program is not everywhere.
      new ProcessBuilder("sh", "-c", "kill -STOP " + self).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    for (Replaced each : replaced) {
      Signals.unregister(each.name(), each.before());
    }
  }
}
