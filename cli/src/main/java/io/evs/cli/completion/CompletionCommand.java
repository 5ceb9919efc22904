package io.evs.cli.completion;

import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import java.util.List;
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
  private final Cli cli;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli looks for it
  private boolean help;

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash, zsh or fish.")
  private String shell;

  /** The shells there are scripts for. */
  static final class Shells implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return List.of("bash", "zsh", "fish").iterator();
    }
  }

  CompletionCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    cli.terminal().out().print(script(shell, CommandTree.of(cli.tree().getCommandSpec())));
    cli.terminal().out().flush();
    return ExitCode.OK;
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
