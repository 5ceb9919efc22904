package io.evs.cli.console;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.CommonOptions;
import io.evs.cli.ExitCode;
import io.evs.cli.Terminal;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.simulate.SimulatedFaults;
import io.evs.console.Console;
import io.evs.console.ConsoleOptions;
import io.evs.console.LiveSource;
import io.evs.console.OtherMembers;
import io.evs.console.RingSource;
import io.evs.console.SimulationSource;
import io.evs.sim.SimOptions;
import io.evs.text.Causes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs console}. */
@Command(
    name = "console",
    header = "A live view of the ring, or of a simulated one, on the whole terminal.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs console",
      "  evs console --group chat                   with the messages of a group",
      "  evs console --simulate --nodes 5 --loss 0.1 --crashes 2 --partitions 1",
      ""
    },
    description = {
      "Press ? for the keys. With --simulate the options of evs simulate describe the ring."
    })
public final class ConsoleCommand implements Callable<Integer> {
  private static final Duration LIVE_TICK = Duration.ofMillis(250);
  private static final Duration SIMULATED_TICK = Duration.ofMillis(100);

  private final Cli cli;

  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;
  @Mixin private SimulatedFaults faults;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "Join this group and show its messages; may be repeated.")
  private List<String> groups = List.of();

  @Option(names = "--ascii", description = "No characters beyond ASCII.")
  private boolean ascii;

  @Option(
      names = "--simulate",
      description = "Show a simulated ring in slowed time; needs no network.")
  private boolean simulate;

  @Option(names = "--seed", paramLabel = "S", description = "The simulated run (default: 1).")
  private Long seed;

  ConsoleCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Terminal terminal = cli.terminal();
    ConsoleOptions look =
        new ConsoleOptions(
            ascii
                || Boolean.getBoolean("evs.ascii")
                || ConsoleOptions.isAsciiLocale(terminal.environment()),
            common.colored(terminal),
            simulate ? SIMULATED_TICK : LIVE_TICK);
    if (!simulate && seed != null) {
      throw CliException.usage("option --seed is for --simulate only");
    }
    if (simulate) {
      common.logging(cli);
      SimOptions run = faults.options(seed == null ? 1 : seed, member.profile().orElse("default"));
      requireTerminal(terminal);
      return show(new SimulationSource(run), look);
    }
    Settings settings = common.settings(cli, daemon.asSettings(member));
    EvsConfig config =
        daemon.beside(settings, member, MemberConfigs.stateHome(terminal.environment()));
    List<Group> joined = groups.stream().map(Group::new).toList();
    requireTerminal(terminal);
    LiveSource.Events events = new LiveSource.Events(Clock.systemDefaultZone());
    try (EvsMember node = daemon.starter(cli, settings, member).start(config);
        Evs handle = node.open(events)) {
      if (!joined.isEmpty()) {
        handle.join(joined);
      }
      LogToEvents log = new LogToEvents(events);
      try (OtherMembers others = new OtherMembers(node::statusOfAll)) {
        return show(new LiveSource(handle, events, node::status, others), look);
      } finally {
        log.close();
      }
    }
  }

  /** A full screen needs a terminal to draw on and keys to press. */
  private static void requireTerminal(Terminal terminal) {
    String kind = terminal.environment().getOrDefault("TERM", "dumb");
    if (!terminal.inputIsTerminal() || !terminal.outputIsTerminal()) {
      throw new CliException(
          ExitCode.USAGE,
          "the console needs a terminal for its input and its output",
          "evs status and evs group listen --json are for scripts");
    }
    if (kind.isEmpty() || kind.equals("dumb")) {
      throw new CliException(
          ExitCode.USAGE,
          "the console needs a terminal that can place text; TERM is \"" + kind + "\"",
          "evs status works on every terminal");
    }
  }

  private int show(RingSource source, ConsoleOptions look) {
    try (source) {
      // Not System.out: what has gone wrong with that is not reported.
      FileOutputStream out = new FileOutputStream(FileDescriptor.out);
      return new Console(source, look, cli.terminal().in(), out).run();
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "the terminal cannot be controlled: " + Causes.of(e), "", e);
    }
  }
}
