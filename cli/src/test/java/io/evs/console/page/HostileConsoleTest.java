package io.evs.console.page;

import io.evs.cli.Hostile;
import io.evs.console.drawing.Glyphs;
import io.evs.console.model.ConsoleModel;
import io.evs.console.model.Page;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.Section;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SEC-M1: every page of the console on a ring whose every text is hostile. */
class HostileConsoleTest {
  private static final List<Glyphs> LOOKS = List.of(Glyphs.UNICODE, Glyphs.ASCII);

  private static ConsoleModel page(Page page) {
    ConsoleModel model = new ConsoleModel(Hostile.TEXT, Optional.empty(), Optional.empty());
    model.update(Hostile.record(RingSnapshot.class), List.of(Hostile.record(RingEvent.class)));
    model.view().page(page);
    return model;
  }

  private static void assertHarmless(ConsoleModel model) {
    for (Glyphs glyphs : LOOKS) {
      String drawn = Picture.draw(model, 160, 50, glyphs).text();
      Hostile.assertSameLines(drawn, "\n".repeat(50));
    }
  }

  @Test
  void pagesActOnNoTerminal() {
    for (Page page : Page.values()) {
      assertHarmless(page(page));
    }
  }

  @Test
  void detailsAndFiltersActOnNoTerminal() {
    for (Page page : List.of(Page.MEMBERS, Page.GROUPS, Page.EVENTS)) {
      ConsoleModel model = page(page);
      model.startFilter();
      model.filter(Hostile.TEXT);
      assertHarmless(model);
      model.filter("");
      model.open();
      assertHarmless(model);
      model.details(List.of(Hostile.record(Section.class)));
      assertHarmless(model);
    }
  }
}
