package io.evs.console;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

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
        row.append(terminal.getCharacter(x, y).getCharacterString());
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
