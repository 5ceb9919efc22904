package io.evs.cli.completion;

import io.evs.EvsException;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.config.SettingsLoader;
import io.evs.cli.ring.LocalDaemon;
import io.evs.cli.terminal.Text;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs completion}. */
@Command(
    name = "completion",
    header = "Print a completion script for a shell.",
    footerHeading = "Examples:%n",
    footer = {
      "  source <(evs completion bash)                   in ~/.bashrc",
      "  source <(evs completion zsh)                    in ~/.zshrc, after compinit",
      "  evs completion fish > ~/.config/fish/completions/evs.fish",
      ""
    })
public final class CompletionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli looks for it
  private boolean help;

  @Option(names = "--words", paramLabel = "KIND", hidden = true, description = "For the scripts.")
  private String words;

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash, zsh or fish.")
  private String shell;

  /** The shells there are scripts for. */
  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("bash", "zsh", "fish").iterator();
    }
  }

  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (words != null) {
      known().forEach(each -> Text.println(context.terminal().out(), each));
      return ExitCode.OK;
    }
    if (shell == null) {
      throw new CliException(
          ExitCode.USAGE, "no shell is named; use bash, zsh or fish", "see evs completion --help");
    }
    context.terminal().out().print(script(shell, CommandTree.of(context.tree().getCommandSpec())));
    context.terminal().out().flush();
    return ExitCode.OK;
  }

  /** Whoever completes a line wants words or nothing, and no error. */
  private List<String> known() {
    try {
      Map<String, String> environment = context.terminal().environment();
      return Asked.words(
          words,
          kind ->
              LocalDaemon.find(
                  new SettingsLoader(environment).load(Optional.empty(), Map.of()), environment));
    } catch (CliException | EvsException nothing) {
      return List.of();
    }
  }

  /** The script for a shell. */
  public static String script(String shell, CommandTree root) {
    return switch (shell) {
      case "bash" -> BashCompletion.of(root);
      case "zsh" -> ZshCompletion.of(root);
      case "fish" -> FishCompletion.of(root);
      default ->
          throw CliException.usage(
              "there is no completion for \"" + shell + "\"; use bash, zsh or fish");
    };
  }
}
