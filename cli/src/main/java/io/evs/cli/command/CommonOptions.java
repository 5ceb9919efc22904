package io.evs.cli.command;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Logging;
import io.evs.cli.config.Settings;
import io.evs.cli.config.SettingsLoader;
import io.evs.cli.terminal.Colors;
import io.evs.cli.terminal.Terminal;
import io.evs.cli.terminal.Text;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that every command has. */
public final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli looks for it
  private boolean help;

  @Option(names = "--json", description = "Print JSON; errors become JSON on standard error.")
  private boolean json;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file (default: $$EVS_CONFIG, then the user's, then /etc/evs).")
  private Path config;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only results and errors.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "More on standard error, causes of errors too.")
  private boolean verbose;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never (default: auto).")
  private String color;

  private boolean leftOutTold;
  private String usualLevel = "warn";

  /** Sets the log level that holds where nothing says another; {@code warn} otherwise. */
  public void usualLevel(String level) {
    usualLevel = level;
  }

  /** Whether results are JSON. */
  public boolean json() {
    return json;
  }

  /** Whether progress and remarks are not wanted. */
  public boolean quiet() {
    return quiet;
  }

  /** Whether to say more. */
  public boolean verbose() {
    return verbose;
  }

  /** Whether results for people are coloured. */
  public boolean colored(Terminal terminal) {
    if (!color.matches("auto|always|never")) {
      throw CliException.usage("option --color: \"" + color + "\" is not auto, always or never");
    }
    return Colors.enabled(color, terminal);
  }

  /** The configuration file that was named, by option or environment. */
  public Optional<Path> namedFile(CommandContext context) {
    return loader(context).namedFile(Optional.ofNullable(config));
  }

  /** The effective configuration, with values from options by key name. */
  public Settings settings(CommandContext context, Map<String, String> options) {
    colored(context.terminal());
    Settings settings = loader(context).load(Optional.ofNullable(config), options);
    Logging.level(logLevel(settings));
    if (!leftOutTold) {
      leftOutTold = true;
      settings
          .leftOut()
          .forEach(
              file ->
                  remark(
                      context, "evs: " + file + " may not be read by this user and is left out"));
    }
    return settings;
  }

  /** The log level that options or the configuration ask for. */
  public String logLevel(Settings settings) {
    return verbose ? "debug" : quiet ? "error" : settings.text("log.level").orElse(usualLevel);
  }

  private static SettingsLoader loader(CommandContext context) {
    return new SettingsLoader(context.terminal().environment());
  }

  /**
   * The log level, for what needs nothing else of the configuration: a file of somebody else's that
   * may not be read is no obstacle, but one that was named is.
   */
  public void logging(CommandContext context) {
    try {
      settings(context, Map.of());
    } catch (CliException unreadable) {
      if (unreadable.exit() != ExitCode.DENIED || namedFile(context).isPresent()) {
        throw unreadable;
      }
    }
  }

  /** A remark for people, unless they asked for quiet. */
  public void remark(CommandContext context, String text) {
    if (!quiet) {
      Text.println(context.terminal().err(), text);
    }
  }

  /** An error that is told before the command ends. */
  public void error(CommandContext context, CliException error) {
    context.terminal().out().flush();
    ErrorLines.print(context.terminal().err(), error, json);
  }

  /**
   * Ends a command whose answer is that what was wanted is not so: in one sentence, which whoever
   * wants quiet does not need beside the exit status.
   *
   * @return the exit status, if nothing is to be said
   * @throws CliException what is to be said
   */
  public int refusal(CliException why) {
    if (quiet && !json) {
      return why.exit();
    }
    throw why;
  }
}
