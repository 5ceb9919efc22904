package io.evs.shell;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jline.utils.ScreenTerminal;

/** What a person would see of what is written here. */
final class Screen extends OutputStream {
  static final int COLUMNS = 100;
  static final int ROWS = 30;

  private final ScreenTerminal screen = new ScreenTerminal(COLUMNS, ROWS);
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  @Override
  public synchronized void write(int next) {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    all.write(bytes, offset, length);
    screen.write(new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  /** Everything that the terminal was sent. */
  synchronized String written() {
    return all.toString(StandardCharsets.UTF_8);
  }

  /** The lines, without blanks at their ends. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    screen.toString().lines().map(String::stripTrailing).forEach(l -> text.append(l).append('\n'));
    return text.toString();
  }
}
