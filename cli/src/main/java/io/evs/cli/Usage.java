package io.evs.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What a command that only groups others does when no other is named. */
public final class Usage {
  private Usage() {}

  /** Prints the help on standard error. */
  public static int missingCommand(CommandSpec spec) {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
