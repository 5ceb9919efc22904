package io.evs.cli.group;

import io.evs.Group;
import io.evs.GroupChange;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.node.DaemonThreads;
import io.evs.text.Causes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a command at changes of groups, one after the other and never in the ring's way. Changes of
 * a group that come while a command runs are told by one command with the newest members. A command
 * has run when its shell has ended, whatever it leaves in the background.
 */
final class ChangeHook implements Consumer<GroupChange>, AutoCloseable {
  /** The kernel takes no longer text for one variable (MAX_ARG_STRLEN, with name and zero byte). */
  static final int VARIABLE_MAX_BYTES = 128 * 1024 - 32;

  private static final Duration REMARK_AFTER = Duration.ofSeconds(10);

  private final String command;
  private final Consumer<String> problems;
  private final Duration remarkAfter;
  private final Map<Group, WaitingChange> waiting = new LinkedHashMap<>();
  private final Thread runner = DaemonThreads.of("evs-exec", this::run);
  private boolean closed;

  ChangeHook(String command, Consumer<String> problems) {
    this(command, problems, REMARK_AFTER);
  }

  ChangeHook(String command, Consumer<String> problems, Duration remarkAfter) {
    if (command.isBlank()) {
      throw new CliException(ExitCode.USAGE, "option --exec: the command is empty");
    }
    this.command = command;
    this.problems = problems;
    this.remarkAfter = remarkAfter;
    runner.start();
  }

  @Override
  public synchronized void accept(GroupChange change) {
    waiting.merge(change.group(), WaitingChange.of(change), WaitingChange::then);
    notifyAll();
  }

  private void run() {
    try {
      for (WaitingChange next = next(); next != null; next = next()) {
        run(next);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized WaitingChange next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return closed ? null : waiting.remove(waiting.keySet().iterator().next());
  }

  private void run(WaitingChange change) throws InterruptedException {
    // Standard output belongs to the events. No pipe: whoever holds its other end, a process in the
    // background for one, would have to be waited for.
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", "exec >&2\n" + command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.put("EVS_GROUP", change.group().name());
    environment.put("EVS_MEMBER_COUNT", Integer.toString(change.members().size()));
    put(environment, "EVS_MEMBERS", WaitingChange.names(change.members()));
    put(environment, "EVS_JOINED", WaitingChange.names(change.joined()));
    put(environment, "EVS_LEFT", WaitingChange.names(change.left()));
    try {
      waitFor(builder.start());
    } catch (IOException e) {
      problems.accept("evs: the command of --exec cannot be run: " + Causes.of(e));
    }
  }

  private void waitFor(Process process) throws InterruptedException {
    for (Duration patience = remarkAfter;
        !process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        patience = patience.multipliedBy(6)) {
      problems.accept(
          "evs: the command of --exec still runs (pid "
              + process.pid()
              + "); the next one waits for it");
    }
    if (process.exitValue() != 0) {
      problems.accept("evs: the command of --exec ended with status " + process.exitValue());
    }
  }

  /** What the kernel would refuse, and the command with it, is left out. */
  private void put(Map<String, String> environment, String name, String value) {
    if (value.getBytes(StandardCharsets.UTF_8).length > VARIABLE_MAX_BYTES) {
      problems.accept("evs: " + name + " is too long for a variable and is left empty");
      environment.put(name, "");
    } else {
      environment.put(name, value);
    }
  }

  /** What waits is not told any more; a command that runs goes on. */
  @Override
  public synchronized void close() {
    closed = true;
    runner.interrupt();
  }
}
