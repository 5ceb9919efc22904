package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.model.ConsoleModel;
import io.evs.console.model.ListKind;
import io.evs.console.source.Tour;

/** The first page: something of everything. */
final class RingPage {
  private static final int WIDE = 110;
  private static final int TALL = 30;

  private RingPage() {}

  static void draw(ConsoleModel model, Area area) {
    int height = area.height();
    int rings = Math.max(1, Math.min(3, model.snapshot().rings().size()));
    int y = 0;
    area.rule(y, "ring");
    RingView.draw(model, area.rows(y + 1, rings + 1));
    y += rings + 2;
    boolean tall = height >= TALL;
    int charts = tall ? 5 : 2;
    // Beside the members, the charts, and at least two lines of groups and of events.
    int room = height - y - 2 - (charts + 1) - 2 - 4;
    int members = Math.max(2, Math.min(room, Math.max(3, model.snapshot().members().size())));
    ListView.page(model, ListKind.MEMBERS, area.rows(y, members + 2));
    y += members + 2;
    ChartView.few(model, area.rows(y, charts + 1));
    y += charts + 1;
    Area rest = area.rows(y, height - y);
    if (area.width() >= WIDE) {
      int left = area.width() * 2 / 5;
      ListView.block(model, ListKind.GROUPS, rest.columns(0, left));
      ListView.block(model, ListKind.EVENTS, rest.columns(left, area.width() - left));
      return;
    }
    int groups = Math.max(1, Math.min(tall ? 6 : 2, model.snapshot().groups().size()));
    ListView.block(model, ListKind.GROUPS, rest.rows(0, groups + 1));
    ListView.block(model, ListKind.EVENTS, rest.rows(groups + 1, rest.height() - groups - 1));
  }

  /** What the tour is about: the ring, its members, and what happens. */
  static void tour(ConsoleModel model, Tour tour, Area area) {
    Area picture = TourView.draw(tour, area);
    picture.rule(0, "ring");
    RingView.draw(model, picture.rows(1, 2));
    int members = model.snapshot().members().size() + 2;
    ListView.page(model, ListKind.MEMBERS, picture.rows(3, members));
    Area rest = picture.rows(3 + members, picture.height() - 3 - members);
    ListView.block(model, ListKind.EVENTS, rest);
  }
}
