package io.evs.cli.config;

import io.evs.cli.Usage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evs config}. */
@Command(
    name = "config",
    header = "Look at the configuration.",
    footerHeading = "Examples:%n",
    footer = {"  evs config show --origin", ""},
    subcommands = ConfigShowCommand.class)
public final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() {
    return Usage.missingCommand(spec);
  }
}
