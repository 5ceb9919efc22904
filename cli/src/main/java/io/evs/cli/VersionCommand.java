package io.evs.cli;

import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Version;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code evs version}: the same as {@code --version}. */
@Command(
    name = "version",
    header = "Print the version.",
    footerHeading = "Examples:%n",
    footer = {"  evs version", "  evs version --json", ""})
final class VersionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli looks for it
  private boolean help;

  @Option(names = "--json", description = "Print JSON, with the version of Java.")
  private boolean json;

  VersionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (json) {
      Json.println(
          context.terminal().out(),
          Json.document(
              "version",
              document -> {
                document.writeStringField("version", Version.number());
                document.writeStringField("java", System.getProperty("java.version", ""));
              }));
    } else {
      Text.println(context.terminal().out(), Version.text());
    }
    return ExitCode.OK;
  }
}
