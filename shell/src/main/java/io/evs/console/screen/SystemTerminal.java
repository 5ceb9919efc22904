package io.evs.console.screen;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.ansi.UnixTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal of this process, whose size the system tells. Asking the terminal itself would hold
 * the first picture up for ten seconds where it does not answer (FIELD-32).
 */
public final class SystemTerminal extends UnixTerminal {
  /** Of a terminal that says 0, as those of containers do at first. */
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d{1,5}) (\\d{1,5})");
  private static final String STTY = "/bin/stty";

  /**
   * Takes the terminal over. Signals stay with the terminal's driver: whoever catches Ctrl-C as a
   * character sets another interrupt character at the end than the person may have had.
   *
   * @throws IOException if there is no terminal, or no stty
   */
  public static SystemTerminal open(InputStream in, OutputStream out) throws IOException {
    System.setProperty("java.awt.headless", "true");
    String prefix = "com.googlecode.lanterna.terminal.UnixTerminal.";
    System.setProperty(prefix + "catchSpecialCharacters", "false");
    System.setProperty(prefix + "sttyCommand", Files.isExecutable(Path.of(STTY)) ? STTY : "stty");
    return new SystemTerminal(in, out);
  }

  private SystemTerminal(InputStream in, OutputStream out) throws IOException {
    super(in, out, StandardCharsets.UTF_8, CtrlCBehaviour.TRAP);
  }

  @Override
  protected TerminalSize findTerminalSize() throws IOException {
    return size(runSTTYCommand("size"));
  }

  /** What stty says; the usual size where it says nothing. */
  public static TerminalSize size(String said) {
    Matcher form = ROWS_AND_COLUMNS.matcher(said.strip());
    if (!form.matches()) {
      return USUAL;
    }
    int rows = Integer.parseInt(form.group(1));
    int columns = Integer.parseInt(form.group(2));
    return rows == 0 || columns == 0 ? USUAL : new TerminalSize(columns, rows);
  }
}
