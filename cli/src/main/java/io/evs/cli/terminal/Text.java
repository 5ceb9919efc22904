package io.evs.cli.terminal;

import io.evs.text.PlainText;
import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints text for people: every line that is no JSON goes through here, so that nothing in it acts
 * on a terminal, whatever it quotes. Stateless; any thread may use it.
 */
public final class Text {
  /** The styles of our own printers; what they quote has been cleaned before it is put between. */
  private static final Pattern STYLE = Pattern.compile("\u001b\\[(0|1|2|31|32)m");

  private Text() {}

  /** Prints one line, and sends it on its way; a line feed within it is shown as an escape. */
  public static void println(PrintStream out, String line) {
    print(out, PlainText.of(line));
  }

  /** Prints text whose lines the caller has made of parts that are cleaned. */
  public static void printLines(PrintStream out, String lines) {
    print(out, PlainText.lines(lines));
  }

  /** Prints one line that may have styles in it. */
  public static void printStyled(PrintStream out, String line) {
    StringBuilder text = new StringBuilder(line.length());
    Matcher style = STYLE.matcher(line);
    int end = 0;
    while (style.find()) {
      text.append(PlainText.of(line.substring(end, style.start()))).append(style.group());
      end = style.end();
    }
    print(out, text.append(PlainText.of(line.substring(end))).toString());
  }

  /** Empties a terminal, so that what is printed next stands at its top. */
  public static void clear(PrintStream out) {
    out.print("\u001b[H\u001b[2J");
  }

  private static void print(PrintStream out, String text) {
    out.print(text + '\n');
    out.flush();
  }
}
