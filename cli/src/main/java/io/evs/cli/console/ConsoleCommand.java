package io.evs.cli.console;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.simulate.SimulatedFaults;
import io.evs.cli.terminal.Terminal;
import io.evs.console.Console;
import io.evs.console.live.LiveSource;
import io.evs.console.screen.ConsoleOptions;
import io.evs.console.simulation.SimulationSource;
import io.evs.console.simulation.TourSource;
import io.evs.console.source.RingSource;
import io.evs.ipc.EvsClient;
import io.evs.sim.options.SimOptions;
import io.evs.text.Causes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
      "  evs console --tour                         how the protocol works, in five scenes",
      ""
    },
    description = {
      "Press ? for the keys. With --simulate the options of evs simulate describe the ring."
    })
public final class ConsoleCommand implements Callable<Integer> {
  private static final Duration LIVE_TICK = Duration.ofMillis(250);
  private static final Duration SIMULATED_TICK = Duration.ofMillis(100);

  private final CommandContext context;

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

  @Option(
      names = "--tour",
      description = "A guided tour of the protocol in five scenes; needs no network.")
  private boolean tour;

  @Option(names = "--seed", paramLabel = "S", description = "The simulated run (default: 1).")
  private Long seed;

  ConsoleCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Terminal terminal = context.terminal();
    ConsoleOptions look =
        new ConsoleOptions(
            ascii
                || Boolean.getBoolean("evs.ascii")
                || ConsoleOptions.isAsciiLocale(terminal.environment()),
            common.colored(terminal),
            simulate || tour ? SIMULATED_TICK : LIVE_TICK);
    if (tour && simulate) {
      throw CliException.usage("option --tour brings its own ring: leave --simulate out");
    }
    if (!simulate && seed != null) {
      throw CliException.usage("option --seed is for --simulate only");
    }
    if (tour || simulate) {
      daemon.refuseSocket(tour ? "--tour" : "--simulate");
    }
    if (tour) {
      common.logging(context);
      requireTerminal(terminal);
      return show(new TourSource(), look);
    }
    if (simulate) {
      common.logging(context);
      SimOptions run = faults.options(seed == null ? 1 : seed, member.profile().orElse("default"));
      requireTerminal(terminal);
      return show(new SimulationSource(run), look);
    }
    Settings settings = common.settings(context, daemon.asSettings(member));
    EvsConfig config =
        daemon.beside(settings, member, MemberConfigs.stateHome(terminal.environment()));
    List<Group> joined = groups.stream().map(Group::new).toList();
    requireTerminal(terminal);
    LiveSource.Events events = new LiveSource.Events(Clock.systemDefaultZone());
    EvsMember node = daemon.starter(context, settings, member).start(config);
    // A member in a daemon's place would keep that from starting again.
    Optional<Supplier<Optional<EvsMember>>> search =
        node instanceof EvsClient
            ? Optional.of(() -> daemon.running(context, settings, member))
            : Optional.empty();
    LiveSource source = new LiveSource(node, joined, events, search);
    LogToEvents log = new LogToEvents(events);
    try {
      return show(source, look);
    } finally {
      log.close();
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
      return new Console(source, look, context.terminal().in(), out).run();
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "the terminal cannot be controlled: " + Causes.of(e), "", e);
    }
  }
}
