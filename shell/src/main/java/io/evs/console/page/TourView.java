package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.source.Tour;
import java.util.ArrayList;
import java.util.List;

/** What is to be said about a scene of the tour: beside the picture, or above a narrow one. */
final class TourView {
  private static final int WIDE = 110;
  private static final int COLUMNS = 38;

  private TourView() {}

  /** Draws it, and returns what is left for the picture. */
  static Area draw(Tour tour, Area area) {
    boolean wide = area.width() >= WIDE;
    Area beside = wide ? area.columns(area.width() - COLUMNS, COLUMNS) : area;
    List<String> lines = new ArrayList<>();
    for (String each : tour.paragraphs()) {
      lines.addAll(beside.wrap(each, beside.width() - 3));
      if (wide) {
        lines.add("");
      }
    }
    beside.rule(0, "scene " + tour.scene() + " of " + tour.scenes() + ": " + tour.title());
    for (int i = 0; i < lines.size(); i++) {
      beside.put(2, 1 + i, lines.get(i), Style.PLAIN);
    }
    return wide
        ? area.columns(0, area.width() - COLUMNS - 1)
        : area.rows(lines.size() + 1, area.height() - lines.size() - 1);
  }
}
