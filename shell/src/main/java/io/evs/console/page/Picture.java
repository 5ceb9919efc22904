package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Glyphs;
import io.evs.console.drawing.Style;
import io.evs.console.drawing.TextGrid;
import io.evs.console.model.ConsoleModel;
import io.evs.console.model.ListKind;

/** The whole picture: a pure function of the model and the size. */
public final class Picture {
  public static final int MIN_WIDTH = 60;
  public static final int MIN_HEIGHT = 16;

  private Picture() {}

  public static TextGrid draw(ConsoleModel model, int width, int height, Glyphs glyphs) {
    TextGrid grid = new TextGrid(width, height);
    Area all = Area.of(grid, glyphs);
    if (width < MIN_WIDTH || height < MIN_HEIGHT) {
      all.fit(0, 0, width, tooSmall(width, height), Style.PLAIN);
      return grid;
    }
    int top = FrameView.topRows(model, height);
    FrameView.top(model, all.rows(0, top));
    FrameView.keys(model, all.rows(height - 1, 1));
    Area body = all.rows(top, height - top - 1);
    switch (model.view().overlay()) {
      case HELP -> HelpView.draw(model, body);
      case ALARMS -> AlarmsView.draw(model, body);
      case NONE -> page(model, body);
    }
    return grid;
  }

  private static void page(ConsoleModel model, Area body) {
    if (model.view().opened().isPresent()) {
      DetailView.draw(model, model.view().opened().get(), body);
      return;
    }
    switch (model.page()) {
      case RING -> {
        if (model.tour().isPresent()) {
          RingPage.tour(model, model.tour().get(), body);
        } else {
          RingPage.draw(model, body);
        }
      }
      case MEMBERS -> ListView.page(model, ListKind.MEMBERS, body);
      case GROUPS -> ListView.page(model, ListKind.GROUPS, body);
      case EVENTS -> ListView.page(model, ListKind.EVENTS, body);
      case CHARTS -> ChartView.page(model, body);
    }
  }

  /** Most telling first, because it may be cut. */
  private static String tooSmall(int width, int height) {
    return width + "x" + height + ": needs " + MIN_WIDTH + "x" + MIN_HEIGHT;
  }
}
