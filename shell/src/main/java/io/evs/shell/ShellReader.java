package io.evs.shell;

import java.io.IOException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;

/** A line reader that lets others draw while it does not. */
final class ShellReader extends LineReaderImpl {
  ShellReader(Terminal terminal) throws IOException {
    super(terminal, "evs");
  }

  /** Runs something that draws, so that it does not mix with what the reader draws. */
  void drawing(Runnable drawer) {
    lock.lock();
    try {
      drawer.run();
    } finally {
      lock.unlock();
    }
  }
}
