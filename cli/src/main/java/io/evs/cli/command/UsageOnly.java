package io.evs.cli.command;

import io.evs.cli.base.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** What a command that only groups others does when no other is named. */
public final class UsageOnly {
  private UsageOnly() {}

  /** Prints the help on standard error. */
  public static int missingCommand(CommandSpec spec) {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
