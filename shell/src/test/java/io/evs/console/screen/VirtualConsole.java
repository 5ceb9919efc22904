package io.evs.console.screen;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.input.MouseAction;
import com.googlecode.lanterna.input.MouseActionType;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import io.evs.console.model.ConsoleModel;
import io.evs.console.source.RingSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** The console on a terminal in memory; time goes on by ticks only. */
final class VirtualConsole {
  private static final Duration TICK = Duration.ofMillis(100);

  private final DefaultVirtualTerminal terminal;
  private final ConsoleScreen console;
  private long now;

  VirtualConsole(RingSource source, int width, int height) {
    this(source, width, height, /* ascii= */ false);
  }

  VirtualConsole(RingSource source, int width, int height, boolean ascii) {
    terminal = new DefaultVirtualTerminal(new TerminalSize(width, height));
    console = new ConsoleScreen(source, new ConsoleOptions(ascii, /* color= */ true, TICK));
    try {
      TerminalScreen screen = new TerminalScreen(terminal);
      screen.startScreen();
      console.show(screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    turn();
  }

  /** Whether the console goes on. */
  boolean turn() {
    try {
      return console.turn(now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  VirtualConsole tick(int ticks) {
    for (int i = 0; i < ticks; i++) {
      now += TICK.toNanos();
      turn();
    }
    return this;
  }

  VirtualConsole press(char... keys) {
    for (char key : keys) {
      press(new KeyStroke(key, /* ctrlDown= */ false, /* altDown= */ false));
    }
    return this;
  }

  /** Types a text. */
  VirtualConsole type(String text) {
    return press(text.toCharArray());
  }

  /** Presses keys that have no character. */
  VirtualConsole press(KeyType... keys) {
    for (KeyType key : keys) {
      press(new KeyStroke(key));
    }
    return this;
  }

  /** Clicks on the first place that shows a text. */
  VirtualConsole click(String text) {
    List<String> rows = text().lines().toList();
    for (int y = 0; y < rows.size(); y++) {
      int x = rows.get(y).indexOf(text);
      if (x >= 0) {
        press(new MouseAction(MouseActionType.CLICK_DOWN, 1, new TerminalPosition(x, y)));
        press(new MouseAction(MouseActionType.CLICK_RELEASE, 0, new TerminalPosition(x, y)));
        return this;
      }
    }
    throw new AssertionError("no " + text + " in\n" + text());
  }

  /** Turns the wheel by a notch. */
  VirtualConsole wheel(MouseActionType way) {
    press(new MouseAction(way, 4, new TerminalPosition(5, 5)));
    return this;
  }

  /** Presses a key; whether the console goes on. */
  boolean press(KeyStroke key) {
    terminal.addInput(key);
    return turn();
  }

  VirtualConsole resize(int width, int height) {
    terminal.setTerminalSize(new TerminalSize(width, height));
    turn();
    return this;
  }

  ConsoleModel model() {
    return console.model();
  }

  String text() {
    TerminalSize size = terminal.getTerminalSize();
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < size.getRows(); y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < size.getColumns(); x++) {
        TextCharacter character = terminal.getCharacter(x, y);
        row.append(character.getCharacterString());
        // The column that it covers has it, too.
        x += character.isDoubleWidth() ? 1 : 0;
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
