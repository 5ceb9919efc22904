package io.evs.cli;

import io.evs.cli.base.CliException;
import io.evs.cli.base.DidYouMean;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evs help}: what {@code --help} prints, for those who ask in that order. */
@Command(
    name = "help",
    header = "Print the help of a command.",
    footerHeading = "Examples:%n",
    footer = {"  evs help", "  evs help group listen", ""})
final class HelpCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli looks for it
  private boolean help;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      completionCandidates = Commands.Names.class,
      description = "A command and those below it; without any, all commands.")
  private List<String> words = List.of();

  HelpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandLine at = spec.root().commandLine();
    for (String word : words) {
      at = below(at, word);
    }
    context.terminal().out().print(at.getUsageMessage(at.getColorScheme()));
    context.terminal().out().flush();
    return ExitCode.OK;
  }

  private static CommandLine below(CommandLine at, String word) {
    Map<String, CommandLine> commands = at.getSubcommands();
    if (commands.containsKey(word)) {
      return commands.get(word);
    }
    String meant =
        DidYouMean.to(word, Cli.names(at.getCommandSpec()))
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
    throw new CliException(
        ExitCode.USAGE,
        word + " is not a command" + meant,
        "see " + at.getCommandSpec().qualifiedName() + " --help");
  }
}
