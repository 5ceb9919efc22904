package io.evs.cli;

import io.evs.text.PlainText;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the log goes: no text of it, whoever it comes from, acts on a terminal. Lines stay lines,
 * since traces of exceptions have several. Bytes that are written as such pass as they are.
 */
final class PlainStream extends PrintStream {
  PlainStream(OutputStream out) {
    super(out, /* autoFlush= */ true, StandardCharsets.UTF_8);
  }

  /** All others of this class that print text end here. */
  @Override
  public void print(String text) {
    Progress.clearVisible();
    super.print(PlainText.lines(String.valueOf(text)));
  }
}
