package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.model.ConsoleModel;
import io.evs.console.source.Health;
import java.util.ArrayList;
import java.util.List;

/** All that is wrong, in full. */
final class AlarmsView {
  private AlarmsView() {}

  static void draw(ConsoleModel model, Area area) {
    Health health = model.snapshot().health();
    List<String> all = new ArrayList<>();
    health.outdated().ifPresent(all::add);
    all.addAll(health.alarms());
    TextView text = new TextView(area).title(all.isEmpty() ? "alarms" : "alarms " + all.size());
    if (all.isEmpty()) {
      text.text("none: nothing is known to be wrong");
    }
    all.forEach(alarm -> text.item("!", Style.WARNING, alarm));
    text.draw(model.view().scroll());
  }
}
