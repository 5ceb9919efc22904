package io.evs.cli.shell;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.terminal.Terminal;
import io.evs.shell.InteractiveShell;
import io.evs.shell.ScriptShell;
import io.evs.shell.ShellException;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evs shell}. */
@Command(
    name = "shell",
    header = "Join groups, send and look at the ring at a prompt, or from a script.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs shell                                  help lists the verbs",
      "  echo 'send chat good morning' | evs shell",
      "  evs shell < script                         ends with the first line that fails",
      "  evs shell --json < script                  prints events and lines as JSON",
      ""
    },
    description = {
      "Reads a script from standard input when that is not a terminal: a verb in each line,",
      "comments behind #."
    })
public final class ShellCommand implements Callable<Integer> {
  private static final Duration OTHERS_TIMEOUT = Duration.ofSeconds(1);
  private static final String HISTORY = "shell-history";

  private final CommandContext context;

  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;

  ShellCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Terminal terminal = context.terminal();
    Path stateHome = MemberConfigs.stateHome(terminal.environment());
    Settings settings = common.settings(context, daemon.asSettings(member));
    EvsConfig config = daemon.beside(settings, member, stateHome);
    boolean script = !terminal.inputIsTerminal();
    if (!script) {
      if (common.json()) {
        throw CliException.usage("option --json: the shell prints JSON for scripts only");
      }
      requireTerminal(terminal);
    }
    try (EvsMember node = daemon.starter(context, settings, member).start(config)) {
      Formation.await(node);
      if (script) {
        // A person sees who comes; a script wants to begin with everybody there.
        Formation.hasMembers(node, 2, OTHERS_TIMEOUT);
        if (common.json()) {
          ScriptShell.run(node, terminal.in(), new ShellJson(terminal.out()));
        } else {
          ScriptShell.run(node, terminal.in(), terminal.out());
        }
        return ExitCode.OK;
      }
      return InteractiveShell.run(node, stateHome.resolve(HISTORY));
    } catch (ShellException e) {
      throw new CliException(e.exit(), e.getMessage(), "", e.getCause());
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE,
          (script ? "the script cannot be read: " : "the terminal cannot be controlled: ")
              + Causes.of(e),
          "",
          e);
    }
  }

  private static void requireTerminal(Terminal terminal) {
    if (!terminal.outputIsTerminal()) {
      throw new CliException(
          ExitCode.USAGE,
          "the shell needs a terminal for its output when its input is one",
          "give it a script instead: evs shell < script");
    }
  }
}
