package io.evs.console.screen;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.input.MouseAction;
import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.ExtendedTerminal;
import com.googlecode.lanterna.terminal.MouseCaptureMode;
import io.evs.console.drawing.Glyphs;
import io.evs.console.drawing.TextGrid;
import io.evs.console.key.KeyTable;
import io.evs.console.key.Pointer;
import io.evs.console.model.ConsoleModel;
import io.evs.console.page.Picture;
import io.evs.console.source.RingSource;
import java.io.IOException;
import java.time.Duration;

/** One source on one screen, turn by turn. Used by one thread. */
public final class ConsoleScreen {
  private final RingSource source;
  private final ConsoleModel model;
  private final Glyphs glyphs;
  private final Painter painter;
  private final long tickNanos;
  private Screen screen;
  private long lastTick;
  private boolean ticked;
  private boolean drawn;
  private boolean mouse;
  private TextGrid shown = new TextGrid(0, 0);

  public ConsoleScreen(RingSource source, ConsoleOptions options) {
    this.source = source;
    this.model = new ConsoleModel("", source.playback(), source.tour());
    this.glyphs = Glyphs.of(options.ascii());
    this.painter = new Painter(options.color());
    this.tickNanos = options.tick().toNanos();
  }

  /** Shows everything on that screen from now on. */
  public void show(Screen on) {
    screen = on;
    screen.setCursorPosition(null);
    drawn = false;
    mouse = false;
  }

  public ConsoleModel model() {
    return model;
  }

  /**
   * Handles keys and a new size, looks at the source when it is time, and draws if something is
   * different; false when the person wants to leave.
   */
  public boolean turn(long nowNanos) throws IOException {
    boolean changed = !drawn;
    for (KeyStroke key = screen.pollInput(); key != null; key = screen.pollInput()) {
      if (key.getKeyType() == KeyType.EOF) {
        model.requestQuit();
      }
      changed |=
          key instanceof MouseAction action
              ? Pointer.act(model, shown, action)
              : KeyTable.press(model, key);
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
    model.view().opened().ifPresent(subject -> model.details(source.describe(subject)));
  }

  private void draw(boolean resized) throws IOException {
    TerminalSize size = screen.getTerminalSize();
    shown = Picture.draw(model, size.getColumns(), size.getRows(), glyphs);
    model.view().drawn(size.getRows(), shown.scrollMax());
    painter.paint(shown, screen);
    takeMouse();
    boolean whole = resized || !drawn || model.takeRedraw();
    screen.refresh(whole ? Screen.RefreshType.COMPLETE : Screen.RefreshType.DELTA);
    drawn = true;
  }

  /** Clicks come to the program only from a terminal that was told to send them. */
  private void takeMouse() throws IOException {
    if (mouse != model.usesMouse()
        && screen instanceof TerminalScreen on
        && on.getTerminal() instanceof ExtendedTerminal terminal) {
      mouse = model.usesMouse();
      terminal.setMouseCaptureMode(mouse ? MouseCaptureMode.CLICK_RELEASE : null);
    }
  }
}
