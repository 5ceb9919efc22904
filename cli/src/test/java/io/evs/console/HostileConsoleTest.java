package io.evs.console;

import io.evs.cli.Hostile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SEC-M1: every page of the console on a ring whose every text is hostile. */
class HostileConsoleTest {
  private static String page(Page page, Glyphs glyphs) {
    ConsoleModel model = new ConsoleModel(Hostile.TEXT, Optional.empty());
    model.update(Hostile.record(RingSnapshot.class), List.of(Hostile.record(RingEvent.class)));
    model.page(page);
    return Picture.draw(model, 160, 50, glyphs).text();
  }

  @Test
  void pagesActOnNoTerminal() {
    for (Page page : Page.values()) {
      for (Glyphs glyphs : List.of(Glyphs.UNICODE, Glyphs.ASCII)) {
        Hostile.assertSameLines(page(page, glyphs), "\n".repeat(50));
      }
    }
  }
}
