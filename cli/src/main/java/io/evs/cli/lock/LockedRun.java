package io.evs.cli.lock;

import io.evs.cli.base.CliException;
import io.evs.cli.base.Signals;
import io.evs.lock.HeldLock;
import io.evs.text.Causes;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** A command that runs while a lock is held. */
final class LockedRun {
  /** What shells say of a command that does not exist. */
  private static final int NO_SUCH_COMMAND = 127;

  private static final int SIGNAL = 128;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final List<String> command;
  private final String onLoss;
  private volatile int signal;

  /**
   * A command that has not begun.
   *
   * @param onLoss term, kill or ignore: what is done to it when the lock is lost
   */
  LockedRun(List<String> command, String onLoss) {
    this.command = command;
    this.onLoss = onLoss;
  }

  /** Runs it to its end; its exit status, empty if the lock was lost before that. */
  OptionalInt run(HeldLock lock) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("EVS_LOCK", lock.name());
    builder.environment().put("EVS_FENCE", Long.toString(lock.fence()));
    Process process;
    try {
      process = builder.start();
    } catch (IOException none) {
      throw new CliException(
          NO_SUCH_COMMAND, "the command cannot be run: " + Causes.of(none), "", none);
    }
    // The lock must outlive the command: signals end that first.
    Signals.handle("INT", () -> end(process, SIGINT));
    Signals.handle("TERM", () -> end(process, SIGTERM));
    lock.loss().thenRun(() -> lost(process));
    int exit = await(process);
    if (!lock.isHeld()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(signal == 0 ? exit : SIGNAL + signal);
  }

  private void end(Process process, int number) {
    signal = number;
    process.destroy();
  }

  private void lost(Process process) {
    if (onLoss.equals("term")) {
      process.destroy();
    } else if (onLoss.equals("kill")) {
      process.destroyForcibly();
    }
  }

  private static int await(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException nobodyDoes) {
        process.destroy();
      }
    }
  }
}
