package io.evs.cli.terminal;

import io.evs.text.PlainText;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the log goes: no text of it, whoever it comes from, acts on a terminal or begins a line of
 * its own. The logger prints each line by itself, and exceptions each line of their traces, which
 * begins with a tab. Bytes that are written as such pass as they are.
 */
public final class PlainStream extends PrintStream {
  public PlainStream(OutputStream out) {
    super(out, /* autoFlush= */ true, StandardCharsets.UTF_8);
  }

  /** All others of this class that print text end here. */
  @Override
  public void print(String text) {
    Progress.clearVisible();
    String line = String.valueOf(text);
    boolean ended = line.endsWith("\n");
    boolean indented = line.startsWith("\t");
    String clean = PlainText.of(line.substring(indented ? 1 : 0, line.length() - (ended ? 1 : 0)));
    super.print((indented ? "\t" : "") + clean + (ended ? "\n" : ""));
  }
}
