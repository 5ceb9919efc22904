package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.model.ConsoleModel;
import io.evs.console.source.Section;
import io.evs.console.source.Subject;
import java.util.ArrayList;
import java.util.List;

/** Everything that is known of a member, a group or an event. */
final class DetailView {
  private static final int NARROW_COLUMNS = 42;

  private DetailView() {}

  static void draw(ConsoleModel model, Subject subject, Area area) {
    TextView text = new TextView(area);
    if (model.details().isEmpty()) {
      text.title(subject.title()).text("nothing is known of it here");
    }
    for (Section section : model.details()) {
      text.title(section.title());
      List<TextView.Field> fields = new ArrayList<>();
      section
          .facts()
          .forEach(
              fact -> {
                if (fact.label().isEmpty()) {
                  text.text(fact.value());
                } else {
                  fields.add(new TextView.Field(fact.label(), Style.LABEL, fact.value()));
                }
              });
      if (section.narrow()) {
        text.narrow(fields, NARROW_COLUMNS);
      } else {
        text.fields(fields);
      }
    }
    text.draw(model.view().scroll());
  }
}
