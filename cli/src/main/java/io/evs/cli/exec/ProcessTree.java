package io.evs.cli.exec;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A command and the processes that it has started, and those that they have, to be ended together.
 * Any thread. Not reached is what nobody could find: a process whose parent has ended before, as
 * services detach themselves, and one that begins at that very moment.
 */
public final class ProcessTree {
  private final ProcessHandle command;

  /** The processes below a command that was started here. */
  public ProcessTree(Process command) {
    this.command = command.toHandle();
  }

  /** Asks each of them to end, once (SIGTERM). What they begin after that, to tidy up, may run. */
  public void terminate() {
    each(ProcessHandle::destroy);
  }

  /** Ends each of them (SIGKILL). */
  public void kill() {
    each(ProcessHandle::destroyForcibly);
  }

  private void each(Consumer<ProcessHandle> signal) {
    // Before the first signal: nobody knows whose the children of an ended process were.
    List<ProcessHandle> below = command.descendants().collect(Collectors.toList());
    // From the top, which is the order of that list, too: a shell that sees its child end first
    // goes on with the next command of its script.
    signal.accept(command);
    below.forEach(signal);
  }
}
