package io.evs.cli.command;

import io.evs.cli.terminal.Terminal;
import picocli.CommandLine;

/** What a command is given: what is around the process, and the means to start members. */
public interface CommandContext {
  /** The process's surroundings. */
  Terminal terminal();

  /** Starts members of rings. */
  RingStarter starter();

  /** All commands, for completion. */
  CommandLine tree();
}
