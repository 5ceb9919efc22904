package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.cli.exec.HookCommand;
import io.evs.node.process.DaemonThreads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs a command at changes of groups, and for each group when the ring becomes primary or is so no
 * more, one after the other and never in the ring's way. Changes of a group that come while a
 * command runs are told by one command with the newest members. A command has run when its shell
 * has ended, whatever it leaves in the background.
 */
final class ChangeHook implements EvsListener, AutoCloseable {
  /** The kernel takes no longer text for one variable (MAX_ARG_STRLEN, with name and zero byte). */
  static final int VARIABLE_MAX_BYTES = 128 * 1024 - 32;

  private final HookCommand command;
  private final Consumer<String> problems;
  private final Map<Group, WaitingChange> waiting = new LinkedHashMap<>();
  private final Thread runner = DaemonThreads.of("evs-exec", this::run);
  private final Map<Group, List<GroupMember>> members = new LinkedHashMap<>();
  private Optional<Boolean> primary = Optional.empty();
  private boolean closed;

  ChangeHook(String command, Consumer<String> problems) {
    this(command, problems, HookCommand.REMARK_AFTER);
  }

  ChangeHook(String command, Consumer<String> problems, Duration remarkAfter) {
    this.command = new HookCommand(command, problems, remarkAfter);
    this.problems = problems;
    runner.start();
  }

  @Override
  public synchronized void onGroup(GroupChange change) {
    members.put(change.group(), change.members());
    add(WaitingChange.of(change, primary));
  }

  @Override
  public synchronized void onConfiguration(ConfigurationChange change) {
    boolean regular = change.kind() == ConfigurationChange.Kind.REGULAR;
    if (!regular || change.primary().equals(primary)) {
      return;
    }
    primary = change.primary();
    members.forEach(
        (group, are) -> add(new WaitingChange(group, are, Set.of(), Set.of(), primary)));
  }

  private void add(WaitingChange change) {
    waiting.merge(change.group(), change, WaitingChange::then);
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
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("EVS_GROUP", change.group().name());
    environment.put("EVS_MEMBER_COUNT", Integer.toString(change.members().size()));
    environment.put("EVS_PRIMARY", change.primary().map(String::valueOf).orElse(""));
    put(environment, "EVS_MEMBERS", WaitingChange.names(change.members()));
    put(environment, "EVS_JOINED", WaitingChange.names(change.joined()));
    put(environment, "EVS_LEFT", WaitingChange.names(change.left()));
    command.run(environment);
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
