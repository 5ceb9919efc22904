package io.evs.cli;

import io.evs.cli.barrier.BarrierCommand;
import io.evs.cli.bench.BenchCommand;
import io.evs.cli.completion.CompletionCommand;
import io.evs.cli.config.show.ConfigCommand;
import io.evs.cli.console.ConsoleCommand;
import io.evs.cli.demo.DemoCommand;
import io.evs.cli.doctor.DoctorCommand;
import io.evs.cli.group.GroupCommand;
import io.evs.cli.key.KeyCommand;
import io.evs.cli.key.KeygenCommand;
import io.evs.cli.leader.LeaderCommand;
import io.evs.cli.lock.LockCommand;
import io.evs.cli.node.LeaveCommand;
import io.evs.cli.node.LogLevelCommand;
import io.evs.cli.node.NodeCommand;
import io.evs.cli.shell.ShellCommand;
import io.evs.cli.simulate.SimulateCommand;
import io.evs.cli.status.EventsCommand;
import io.evs.cli.status.RingMembersCommand;
import io.evs.cli.status.StatusCommand;
import io.evs.cli.verify.VerifyCommand;
import io.evs.cli.why.DumpCommand;
import io.evs.cli.why.WhyCommand;
import java.util.Iterator;
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
          LockCommand.class,
          LeaderCommand.class,
          BarrierCommand.class,
          NodeCommand.class,
          LeaveCommand.class,
          LogLevelCommand.class,
          DemoCommand.class,
          DoctorCommand.class,
          StatusCommand.class,
          RingMembersCommand.class,
          EventsCommand.class,
          WhyCommand.class,
          DumpCommand.class,
          ShellCommand.class,
          ConsoleCommand.class,
          VerifyCommand.class,
          SimulateCommand.class,
          KeygenCommand.class,
          KeyCommand.class,
          ConfigCommand.class,
          CompletionCommand.class,
          HelpCommand.class,
          VersionCommand.class);

  private Commands() {}

  /** What they are called. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ALL.stream().map(type -> type.getAnnotation(Command.class).name()).iterator();
    }
  }

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
