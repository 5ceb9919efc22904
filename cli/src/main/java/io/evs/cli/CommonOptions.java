package io.evs.cli;

import io.evs.cli.config.Settings;
import io.evs.cli.config.SettingsLoader;
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
  public Optional<Path> namedFile(Cli cli) {
    return loader(cli).namedFile(Optional.ofNullable(config));
  }

  /** The effective configuration, with values from options by key name. */
  public Settings settings(Cli cli, Map<String, String> options) {
    colored(cli.terminal());
    Settings settings = loader(cli).load(Optional.ofNullable(config), options);
    Logging.level(logLevel(settings));
    if (!leftOutTold) {
      leftOutTold = true;
      settings
          .leftOut()
          .forEach(
              file ->
                  remark(cli, "evs: " + file + " may not be read by this user and is left out"));
    }
    return settings;
  }

  /** The log level that options or the configuration ask for. */
  public String logLevel(Settings settings) {
    return verbose ? "debug" : quiet ? "error" : settings.text("log.level").orElse("warn");
  }

  private static SettingsLoader loader(Cli cli) {
    return new SettingsLoader(cli.terminal().environment());
  }

  /**
   * The log level, for what needs nothing else of the configuration: a file of somebody else's that
   * may not be read is no obstacle, but one that was named is.
   */
  public void logging(Cli cli) {
    try {
      settings(cli, Map.of());
    } catch (CliException unreadable) {
      if (unreadable.exit() != ExitCode.DENIED || namedFile(cli).isPresent()) {
        throw unreadable;
      }
    }
  }

  /** A remark for people, unless they asked for quiet. */
  public void remark(Cli cli, String text) {
    if (!quiet) {
      Text.println(cli.terminal().err(), text);
    }
  }
}
