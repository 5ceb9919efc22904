package io.evs.cli.lock;

import io.evs.cli.base.CliException;
import io.evs.cli.base.Signals;
import io.evs.cli.exec.ProcessTree;
import io.evs.lock.HeldLock;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A command that runs while a lock is held. */
final class LockedRun {
  /** What shells say of a command that is there and cannot be run. */
  private static final int NOT_RUNNABLE = 126;

  /** What they say of one that does not exist. */
  private static final int NO_SUCH_COMMAND = 127;

  private static final int SIGNAL = 128;
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final List<String> command;
  private final OnLoss onLoss;
  private final Runnable tellLoss;
  private int signal;
  private Optional<ProcessTree> running = Optional.empty();

  /**
   * A command that has not begun.
   *
   * @param onLoss what is done to it when the lock is lost
   * @param tellLoss runs at that moment, once that is done
   */
  LockedRun(List<String> command, OnLoss onLoss, Runnable tellLoss) {
    this.command = command;
    this.onLoss = onLoss;
    this.tellLoss = tellLoss;
  }

  /** Runs it to its end; its exit status, empty if the lock was lost before that. */
  OptionalInt run(HeldLock lock) {
    // The lock must outlive the command: signals end that first.
    Signals.handle("HUP", () -> end(SIGHUP));
    Signals.handle("INT", () -> end(SIGINT));
    Signals.handle("TERM", () -> end(SIGTERM));
    Process process = start(lock);
    ProcessTree tree = new ProcessTree(process);
    begun(tree);
    CompletableFuture<Void> loss = lock.loss();
    CompletableFuture<Process> end = process.onExit();
    CompletableFuture.anyOf(loss, end).join();
    if (loss.isDone()) {
      onLoss.apply(tree);
      tellLoss.run();
      end.join();
      return OptionalInt.empty();
    }
    int number = signal();
    return OptionalInt.of(number == 0 ? process.exitValue() : SIGNAL + number);
  }

  private Process start(HeldLock lock) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("EVS_LOCK", lock.name());
    builder.environment().put("EVS_FENCE", Long.toString(lock.fence()));
    try {
      return builder.start();
    } catch (IOException none) {
      int exit =
          isThere(command.get(0), builder.environment().get("PATH"))
              ? NOT_RUNNABLE
              : NO_SUCH_COMMAND;
      throw new CliException(exit, "the command cannot be run: " + Causes.of(none), "", none);
    }
  }

  private static boolean isThere(String program, String path) {
    if (program.contains("/")) {
      return Files.exists(Path.of(program));
    }
    return path != null
        && Stream.of(path.split(Pattern.quote(":")))
            .anyMatch(folder -> Files.isRegularFile(Path.of(folder, program)));
  }

  private synchronized int signal() {
    return signal;
  }

  private synchronized void begun(ProcessTree tree) {
    running = Optional.of(tree);
    if (signal != 0) {
      tree.terminate();
    }
  }

  private synchronized void end(int number) {
    signal = number;
    running.ifPresent(ProcessTree::terminate);
  }
}
