package io.evs.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Signals that a full-screen program has to answer: it restores the terminal before it ends or
 * stops.
 */
final class TerminalSignals implements AutoCloseable {
  private static final int HANGUP = 1;
  private static final int INTERRUPT = 2;
  private static final int TERMINATE = 15;

  /** A program that hangs still ends. */
  private static final long PATIENCE_MILLIS = 3000;

  private record Replaced(String name, Object before) {}

  private final List<Replaced> replaced = new ArrayList<>();
  private final AtomicInteger ending = new AtomicInteger();
  private final AtomicBoolean stop = new AtomicBoolean();

  private TerminalSignals() {}

  /** Catches all of them until closed. */
  static TerminalSignals catchAll() {
    TerminalSignals signals = new TerminalSignals();
    signals.on("HUP", () -> signals.end(HANGUP));
    signals.on("INT", () -> signals.end(INTERRUPT));
    signals.on("TERM", () -> signals.end(TERMINATE));
    signals.on("TSTP", () -> signals.stop.set(true));
    return signals;
  }

  private void on(String name, Runnable handler) {
    Object before = Signals.register(name, handler);
    if (before != null) {
      replaced.add(new Replaced(name, before));
    }
  }

  private void end(int signal) {
    if (ending.compareAndSet(0, signal)) {
      Thread late = new Thread(() -> endAnyway(signal), "evs-console-end");
      late.setDaemon(true);
      late.start();
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
  OptionalInt ending() {
    int signal = ending.get();
    return signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal);
  }

  /** Whether the process is to stop (Ctrl-Z); once for each time. */
  boolean takeStop() {
    return stop.getAndSet(false);
  }

  /** Stands still until the shell lets this process go on. */
  static void stopProcess() throws IOException {
    long self = ProcessHandle.current().pid();
    try {
      new ProcessBuilder("kill", "-STOP", Long.toString(self)).start().waitFor();
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
