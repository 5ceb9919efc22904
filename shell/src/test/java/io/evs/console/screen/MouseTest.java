package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.ansi.ANSITerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NEW-B10: the mouse, as a terminal sends it, and only while the person wants that. */
@Timeout(60)
class MouseTest {
  private static final String ON = "\u001b[?1000h";
  private static final String OFF = "\u001b[?1000l";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final ConsoleScreen console =
      new ConsoleScreen(
          FixedSource.live(), new ConsoleOptions(false, true, Duration.ofMillis(100)));

  /** A terminal that is two streams. */
  private final class Streams extends ANSITerminal {
    Streams() throws IOException {
      super(new PipedInputStream(keyboard), written, StandardCharsets.UTF_8);
    }

    @Override
    protected TerminalSize findTerminalSize() {
      return new TerminalSize(80, 24);
    }
  }

  private void type(String text) throws IOException {
    keyboard.write(text.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    console.turn(0);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void clicksAreTakenUntilTheTerminalGetsThemBack() throws IOException {
    TerminalScreen screen = new TerminalScreen(new Streams());
    screen.startScreen();
    console.show(screen);
    console.turn(0);
    assertThat(written()).contains(ON).doesNotContain(OFF);
    // Column and row from 1, each 32 more: the title of the page of groups, pressed and let go.
    type("\u001b[M " + (char) (32 + 34) + (char) (32 + 1) + "\u001b[M#" + (char) (32 + 34) + "!");
    assertThat(console.model().page().title()).isEqualTo("groups");
    type("M");
    assertThat(written()).contains(OFF);
    type("M");
    written.reset();
    screen.close();
    assertThat(written()).contains(OFF);
  }
}
