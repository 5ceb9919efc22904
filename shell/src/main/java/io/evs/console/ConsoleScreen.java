package io.evs.console;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.screen.Screen;
import java.io.IOException;
import java.time.Duration;

/** One source on one screen, turn by turn. Used by one thread. */
final class ConsoleScreen {
  private final RingSource source;
  private final ConsoleModel model;
  private final Glyphs glyphs;
  private final Painter painter;
  private final long tickNanos;
  private Screen screen;
  private long lastTick;
  private boolean ticked;
  private boolean drawn;

  ConsoleScreen(RingSource source, ConsoleOptions options) {
    this.source = source;
    this.model = new ConsoleModel("", source.playback());
    this.glyphs = Glyphs.of(options.ascii());
    this.painter = new Painter(options.color());
    this.tickNanos = options.tick().toNanos();
  }

  /** Shows everything on that screen from now on. */
  void show(Screen on) {
    screen = on;
    screen.setCursorPosition(null);
    drawn = false;
  }

  ConsoleModel model() {
    return model;
  }

  /**
   * Handles keys and a new size, looks at the source when it is time, and draws if something is
   * different; false when the person wants to leave.
   */
  boolean turn(long nowNanos) throws IOException {
    boolean changed = !drawn;
    for (KeyStroke key = screen.pollInput(); key != null; key = screen.pollInput()) {
      if (key.getKeyType() == KeyType.EOF) {
        model.requestQuit();
      }
      changed |= KeyTable.press(model, key);
      if (model.wantsQuit()) {
        return false;
      }
    }
    if (!ticked || changed || nowNanos - lastTick >= tickNanos) {
      look(nowNanos);
      changed = true;
    }
    TerminalSize resized = screen.doResizeIfNecessary();
    if (changed || resized != null) {
      draw(resized != null);
    }
    return true;
  }

  private void look(long nowNanos) {
    if (ticked && nowNanos > lastTick) {
      source.elapse(Duration.ofNanos(nowNanos - lastTick));
    }
    ticked = true;
    lastTick = nowNanos;
    model.update(source.snapshot(), source.takeEvents());
  }

  private void draw(boolean resized) throws IOException {
    TerminalSize size = screen.getTerminalSize();
    painter.paint(Picture.draw(model, size.getColumns(), size.getRows(), glyphs), screen);
    boolean whole = resized || !drawn || model.takeRedraw();
    screen.refresh(whole ? Screen.RefreshType.COMPLETE : Screen.RefreshType.DELTA);
    drawn = true;
  }
}
