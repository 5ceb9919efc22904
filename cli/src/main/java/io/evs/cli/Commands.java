package io.evs.cli;

import io.evs.cli.bench.BenchCommand;
import io.evs.cli.completion.CompletionCommand;
import io.evs.cli.config.ConfigCommand;
import io.evs.cli.console.ConsoleCommand;
import io.evs.cli.group.GroupCommand;
import io.evs.cli.key.KeyCommand;
import io.evs.cli.node.NodeCommand;
import io.evs.cli.shell.ShellCommand;
import io.evs.cli.simulate.SimulateCommand;
import io.evs.cli.status.RingMembersCommand;
import io.evs.cli.status.StatusCommand;
import io.evs.cli.verify.VerifyCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands, in the order in which they are shown. Only the one that a command line names is put
 * together: looking at the options of all of them would take longer than a short command.
 */
final class Commands {
  private static final List<Class<?>> ALL =
      List.of(
          BenchCommand.class,
          GroupCommand.class,
          NodeCommand.class,
          StatusCommand.class,
          RingMembersCommand.class,
          ShellCommand.class,
          ConsoleCommand.class,
          VerifyCommand.class,
          SimulateCommand.class,
          KeygenCommand.class,
          KeyCommand.class,
          ConfigCommand.class,
          CompletionCommand.class);

  private Commands() {}

  /** Adds all commands, whole. */
  static void addAll(CommandLine root, IFactory factory) {
    ALL.forEach(type -> root.addSubcommand(new CommandLine(type, factory)));
  }

  /** Adds those whose name is among the words, whole, and of the others what the help shows. */
  static void add(CommandLine root, IFactory factory, List<String> words) {
    for (Class<?> type : ALL) {
      Command command = type.getAnnotation(Command.class);
      if (words.contains(command.name())) {
        root.addSubcommand(new CommandLine(type, factory));
      } else {
        CommandSpec shown = CommandSpec.create().name(command.name());
        shown.usageMessage().header(command.header());
        root.addSubcommand(command.name(), shown);
      }
    }
  }
}
