package io.evs.cli.terminal;

import io.evs.text.PlainText;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A line on standard error that is rewritten, if a person watches. Any thread. */
public final class Progress {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final String ERASE = "\r\u001b[K";

  /** The one that stands on the terminal now. */
  private static final AtomicReference<Progress> VISIBLE = new AtomicReference<>();

  private final Terminal terminal;
  private final boolean shown;
  private long last;

  /** A progress line; invisible if standard error is no terminal or quiet is asked for. */
  public Progress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.shown = terminal.errorIsTerminal() && !quiet;
    this.last = System.nanoTime() - EVERY_NANOS;
  }

  /** Shows a text, but not more often than someone can read. */
  public synchronized void show(String text) {
    long now = System.nanoTime();
    if (shown && now - last >= EVERY_NANOS) {
      last = now;
      VISIBLE.set(this);
      terminal.err().print(ERASE + PlainText.of(text));
      terminal.err().flush();
    }
  }

  /** Removes the line. */
  public synchronized void clear() {
    if (shown) {
      VISIBLE.compareAndSet(this, null);
      terminal.err().print(ERASE);
      terminal.err().flush();
    }
  }

  /** Removes the line that stands on the terminal, before something else is written there. */
  static void clearVisible() {
    Progress visible = VISIBLE.getAndSet(null);
    if (visible != null) {
      visible.clear();
    }
  }
}
