package io.evs.cli.terminal;

/** Whether to use colour (no-color.org). */
public final class Colors {
  private Colors() {}

  /** Decides for standard output: {@code asked} is auto, always or never. */
  public static boolean enabled(String asked, Terminal terminal) {
    return switch (asked) {
      case "always" -> true;
      case "never" -> false;
      default ->
          terminal.outputIsTerminal()
              && terminal.environment().getOrDefault("NO_COLOR", "").isEmpty()
              && !terminal.environment().getOrDefault("TERM", "dumb").equals("dumb");
    };
  }
}
