package io.evs.console;

import java.util.List;
import java.util.Locale;

/** What happened, the newest at the bottom. */
final class EventsView {
  private static final int KIND_COLUMNS = 8;

  private EventsView() {}

  static void block(ConsoleModel model, Area area) {
    draw(model, area, 0);
  }

  static void page(ConsoleModel model, Area area) {
    int most = Math.max(0, model.events().size() - (area.height() - 1));
    draw(model, area, Math.min(model.scroll(), most));
  }

  private static void draw(ConsoleModel model, Area area, int back) {
    List<RingEvent> events = model.events();
    String title = "events";
    title = model.showsMessages() ? title : title + ", without messages";
    area.rule(0, back > 0 ? title + ", " + back + " newer below" : title);
    int rows = area.height() - 1;
    int end = events.size() - back;
    int from = Math.max(0, end - rows);
    for (int i = from; i < end; i++) {
      RingEvent event = events.get(i);
      int y = 1 + i - from;
      int x = area.put(2, y, event.time(), Style.LABEL) + 2;
      boolean bad = event.kind() == RingEvent.Kind.FAULT;
      area.put(
          x, y, event.kind().name().toLowerCase(Locale.ROOT), bad ? Style.WARNING : Style.STRONG);
      x += KIND_COLUMNS + 1;
      area.fit(x, y, area.width() - x - 1, event.text(), Style.PLAIN);
    }
  }
}
