package io.evs.cli.group;

import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs a command at each change of a group, one after the other and never in the ring's way. */
final class ChangeHook implements Consumer<GroupChange>, AutoCloseable {
  private final String command;
  private final Consumer<String> problems;
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "evs-exec");
            thread.setDaemon(true);
            return thread;
          });

  ChangeHook(String command, Consumer<String> problems) {
    if (command.isBlank()) {
      throw new CliException(ExitCode.USAGE, "option --exec: the command is empty");
    }
    this.command = command;
    this.problems = problems;
  }

  @Override
  public void accept(GroupChange change) {
    runner.submit(() -> run(change));
  }

  private void run(GroupChange change) {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    Map<String, String> environment = builder.environment();
    environment.put("EVS_GROUP", change.group().name());
    environment.put("EVS_MEMBERS", names(change.members()));
    environment.put("EVS_JOINED", changed(change.joined()));
    environment.put("EVS_LEFT", changed(change.left()));
    // Standard output belongs to the events.
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      process.getInputStream().transferTo(System.err);
      int exit = process.waitFor();
      if (exit != 0) {
        problems.accept("evs: the command of --exec ended with status " + exit);
      }
    } catch (IOException e) {
      problems.accept("evs: the command of --exec cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String names(List<GroupMember> members) {
    return members.stream().map(GroupMember::toString).collect(Collectors.joining(" "));
  }

  private static String changed(List<GroupChange.Change> changes) {
    return names(changes.stream().map(GroupChange.Change::member).toList());
  }

  @Override
  public void close() {
    runner.shutdownNow();
  }
}
