package io.evs.cli;

import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Version;
import io.evs.cli.terminal.PlainStream;
import io.evs.cli.terminal.RawText;
import io.evs.cli.terminal.Terminal;
import io.evs.cli.terminal.Text;
import java.util.List;

/** Entry point of the {@code evs} command. */
public final class Main {
  /** The launcher tries whether Java starts with the options of the user. */
  private static final String JAVA_STARTS = "--java-starts";

  private static final List<String> VERSION_WORDS = List.of("--version", "-V", "version");

  private Main() {}

  /** Runs one command and ends the process with its status. */
  public static void main(String[] args) {
    // Before anything else is loaded: scripts ask for the version often.
    if (args.length == 1 && VERSION_WORDS.contains(args[0])) {
      Terminal terminal = Terminal.system();
      Text.println(terminal.out(), Version.text());
      System.exit(Cli.written(terminal, new Errors(terminal, false, false), ExitCode.OK));
    }
    // What the JDK's and other libraries' own loggers say is meant for their developers.
    if (System.getProperty("java.util.logging.config.file") == null) {
      System.setProperty("java.util.logging.config.file", "/dev/null");
    }
    if (args.length > 0 && args[args.length - 1].equals(JAVA_STARTS)) {
      return;
    }
    // The log's lines quote others.
    System.setErr(new PlainStream(System.err));
    Terminal terminal = Terminal.system();
    int exit =
        RawText.misread(List.of(args), terminal.environment())
            .map(
                what -> {
                  Text.println(terminal.err(), "evs: " + what);
                  return ExitCode.USAGE;
                })
            .orElseGet(() -> new Cli(terminal).run(args));
    terminal.out().flush();
    terminal.err().flush();
    System.exit(exit);
  }
}
