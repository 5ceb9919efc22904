package io.evs.console;

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
    area.rule(y, "members");
    MemberTable.draw(model, area.rows(y + 1, members + 1));
    y += members + 2;
    ChartView.both(model, area.rows(y, charts + 1));
    y += charts + 1;
    Area rest = area.rows(y, height - y);
    if (area.width() >= WIDE) {
      int left = area.width() * 2 / 5;
      GroupsView.block(model, rest.columns(0, left));
      EventsView.block(model, rest.columns(left, area.width() - left));
      return;
    }
    int groups = Math.max(1, Math.min(tall ? 6 : 2, model.snapshot().groups().size()));
    GroupsView.block(model, rest.rows(0, groups + 1));
    EventsView.block(model, rest.rows(groups + 1, rest.height() - groups - 1));
  }
}
