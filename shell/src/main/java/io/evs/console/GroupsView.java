package io.evs.console;

import java.util.List;

/** Groups and who is in them. */
final class GroupsView {
  private static final int NAME_COLUMNS = 16;

  private GroupsView() {}

  static void block(ConsoleModel model, Area area) {
    draw(model, area, 0);
  }

  static void page(ConsoleModel model, Area area) {
    int most = Math.max(0, model.snapshot().groups().size() - (area.height() - 1));
    draw(model, area, Math.min(model.scroll(), most));
  }

  private static void draw(ConsoleModel model, Area area, int from) {
    List<GroupFigures> groups = model.snapshot().groups();
    area.rule(0, groups.isEmpty() ? "groups" : "groups " + groups.size());
    if (groups.isEmpty()) {
      area.put(2, 1, "none", Style.LABEL);
    }
    int rows = area.height() - 1;
    for (int i = 0; i < rows && from + i < groups.size(); i++) {
      GroupFigures group = groups.get(from + i);
      if (i == rows - 1 && from + i < groups.size() - 1) {
        String more = area.glyphs().dots() + " " + (groups.size() - from - i) + " more";
        area.put(2, 1 + i, more, Style.LABEL);
        return;
      }
      area.fit(2, 1 + i, NAME_COLUMNS, group.name(), Style.STRONG);
      int x = 2 + Math.max(NAME_COLUMNS, 0) + 1;
      String members = group.members().size() + ": " + String.join(" ", group.members());
      area.fit(x, 1 + i, area.width() - x - 1, members, Style.PLAIN);
    }
  }
}
