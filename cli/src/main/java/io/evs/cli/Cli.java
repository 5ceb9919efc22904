package io.evs.cli;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.RingStarter;
import io.evs.cli.terminal.Colors;
import io.evs.cli.terminal.ResultStream;
import io.evs.cli.terminal.Terminal;
import io.evs.text.Causes;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command tree and what all commands have in common: help, errors, exit statuses. */
public final class Cli implements CommandContext {
  private static final int HELP_WIDTH = 100;

  private final Terminal terminal;
  private final RingStarter starter;

  /** A command line on that terminal, with real members. */
  public Cli(Terminal terminal) {
    this(terminal, RingStarter.udp());
  }

  /** As above with another way to start members, for tests. */
  public Cli(Terminal terminal, RingStarter starter) {
    this.terminal = terminal;
    this.starter = starter;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public RingStarter starter() {
    return starter;
  }

  /** Runs one command line and returns its exit status. */
  public int run(String... args) {
    Errors errors = new Errors(terminal, asksForJson(args), asksForCauses(args));
    int exit;
    try {
      exit = commandLine(errors, args).execute(args);
    } catch (RuntimeException | Error e) {
      exit = errors.report(e);
    }
    return written(terminal, errors, exit);
  }

  /** A result that nobody can read is no success, and no answer either. */
  static int written(Terminal terminal, Errors errors, int exit) {
    boolean hasResult = exit == ExitCode.OK || exit == ExitCode.NOT_SO;
    if (hasResult && terminal.out() instanceof ResultStream results) {
      return results
          .failure()
          .map(
              failure ->
                  errors.report(
                      new CliException(
                          ExitCode.NOT_WRITTEN,
                          "standard output cannot be written: " + Causes.of(failure),
                          "",
                          failure)))
          .orElse(exit);
    }
    return exit;
  }

  @Override
  public CommandLine tree() {
    Factory factory = new Factory(this);
    CommandLine line = new CommandLine(new EvsCommand(), factory);
    Commands.addAll(line, factory);
    line.setUsageHelpWidth(HELP_WIDTH);
    examplesFirst(line);
    return line;
  }

  /** As much of the tree as these words need. */
  private CommandLine commandLine(Errors errors, String... args) {
    Factory factory = new Factory(this);
    CommandLine line = new CommandLine(new EvsCommand(), factory);
    Commands.add(line, factory, Arrays.asList(args));
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    line.setExecutionExceptionHandler((e, command, parsed) -> errors.report(e));
    line.setParameterExceptionHandler((e, arguments) -> errors.report(e));
    line.setExitCodeExceptionMapper(e -> ExitCode.INTERNAL);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setUsageHelpAutoWidth(terminal.outputIsTerminal());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(args)));
    line.setAbbreviatedSubcommandsAllowed(false);
    examplesFirst(line);
    return line;
  }

  private Ansi ansi(String... args) {
    List<String> all = Arrays.asList(args);
    int at = all.indexOf("--color");
    String asked = at >= 0 && at + 1 < all.size() ? all.get(at + 1) : "auto";
    for (String arg : all) {
      asked = arg.startsWith("--color=") ? arg.substring("--color=".length()) : asked;
    }
    return Colors.enabled(asked, terminal) ? Ansi.ON : Ansi.OFF;
  }

  /** People look for an example before they read a description. */
  private static void examplesFirst(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    List<String> keys = new ArrayList<>(usage.sectionKeys());
    List<String> footer =
        List.of(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING, UsageMessageSpec.SECTION_KEY_FOOTER);
    keys.removeAll(footer);
    keys.addAll(keys.indexOf(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING), footer);
    usage.sectionKeys(keys);
    line.getSubcommands().values().forEach(Cli::examplesFirst);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(
        new OutputStreamWriter(stream, StandardCharsets.UTF_8), /* autoFlush= */ true);
  }

  /** Asked before parsing, because parsing may be what fails. */
  private static boolean asksForJson(String... args) {
    return beforeOperands(args).contains("--json");
  }

  private static boolean asksForCauses(String... args) {
    List<String> options = beforeOperands(args);
    return options.contains("--verbose") || options.contains("-v");
  }

  private static List<String> beforeOperands(String... args) {
    List<String> all = Arrays.asList(args);
    int end = all.indexOf("--");
    return end < 0 ? all : all.subList(0, end);
  }

  /** Full names of all commands, for suggestions. */
  static List<String> names(CommandSpec spec) {
    return spec.subcommands().keySet().stream().sorted().collect(Collectors.toList());
  }

  /** Gives commands that ask for it what is around them. */
  private record Factory(Cli cli) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {CommandContext.class})) {
          constructor.setAccessible(true);
          return type.cast(constructor.newInstance(cli));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
