package io.evs.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything known of the selected member. */
final class MemberPage {
  private static final int COUNTER_COLUMNS = 39;

  private MemberPage() {}

  static void draw(ConsoleModel model, Area area) {
    Optional<MemberFigures> selected = model.selectedMember();
    if (selected.isEmpty()) {
      area.rule(0, "member");
      area.put(2, 1, "none is known yet", Style.LABEL);
      return;
    }
    MemberFigures member = selected.get();
    area.rule(0, "member " + member.id() + (member.name().isEmpty() ? "" : " " + member.name()));
    int rows = Math.min(area.height() / 3, 8);
    MemberTable.draw(model, area.rows(1, rows));
    counters(model, member, area.rows(1 + rows, area.height() - rows - 1));
  }

  private static void counters(ConsoleModel model, MemberFigures member, Area area) {
    Map<String, Long> counters =
        model.snapshot().counters().getOrDefault(member.id().toString(), Map.of());
    List<Map.Entry<String, Long>> shown =
        counters.entrySet().stream().filter(each -> each.getValue() != 0).toList();
    area.rule(0, "counters that are not 0");
    if (counters.isEmpty()) {
      area.put(2, 1, "not known here", Style.LABEL);
    }
    int rows = area.height() - 1;
    for (int i = 0; i < shown.size(); i++) {
      int x = 2 + i / rows * COUNTER_COLUMNS;
      int y = 1 + i % rows;
      if (x + COUNTER_COLUMNS - 2 > area.width()) {
        return;
      }
      area.fit(x, y, COUNTER_COLUMNS - 12, shown.get(i).getKey(), Style.PLAIN);
      area.putRight(
          x + COUNTER_COLUMNS - 3, y, Long.toString(shown.get(i).getValue()), Style.STRONG);
    }
  }
}
