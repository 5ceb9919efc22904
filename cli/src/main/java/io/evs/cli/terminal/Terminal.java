package io.evs.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process's surroundings, as a value so that tests can replace them.
 *
 * @param in standard input
 * @param out standard output: results only
 * @param err standard error: everything else
 * @param inputIsTerminal whether a person types at standard input
 * @param outputIsTerminal whether standard output is a terminal
 * @param errorIsTerminal whether standard error is a terminal
 * @param environment environment variables
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean inputIsTerminal,
    boolean outputIsTerminal,
    boolean errorIsTerminal,
    Map<String, String> environment) {
  /** Standard input of a process that has none: /dev/null. */
  public static final InputStream NO_INPUT = InputStream.nullInputStream();

  /**
   * The real one. Java cannot ask for each stream separately, so the launcher asks and passes the
   * answer on: the property holds the numbers of those of 0, 1 and 2 that are terminals.
   */
  public static Terminal system() {
    String terminals = System.getProperty("evs.terminals", "");
    return new Terminal(
        isNull() ? NO_INPUT : System.in,
        ResultStream.standard(),
        errors(),
        terminals.contains("0"),
        terminals.contains("1"),
        terminals.contains("2"),
        System.getenv());
  }

  private static boolean isNull() {
    try {
      return Files.isSameFile(Path.of("/proc/self/fd/0"), Path.of("/dev/null"));
    } catch (IOException | RuntimeException notLinux) {
      return false;
    }
  }

  /** Whether standard input is anything but /dev/null. */
  public boolean hasInput() {
    return in != NO_INPUT;
  }

  private static PrintStream errors() {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), 1 << 13),
        /* autoFlush= */ true,
        StandardCharsets.UTF_8);
  }
}
