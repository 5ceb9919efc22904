package io.evs.console;

/** The whole picture: a pure function of the model and the size. */
final class Picture {
  static final int MIN_WIDTH = 60;
  static final int MIN_HEIGHT = 16;

  private Picture() {}

  static TextGrid draw(ConsoleModel model, int width, int height, Glyphs glyphs) {
    TextGrid grid = new TextGrid(width, height);
    Area all = Area.of(grid, glyphs);
    if (width < MIN_WIDTH || height < MIN_HEIGHT) {
      all.fit(0, 0, width, tooSmall(width, height), Style.PLAIN);
      return grid;
    }
    FrameView.top(model, all.rows(0, FrameView.TOP_ROWS));
    FrameView.keys(model, all.rows(height - 1, 1));
    Area body = all.rows(FrameView.TOP_ROWS, height - FrameView.TOP_ROWS - 1);
    if (model.showsHelp()) {
      HelpView.draw(model, body);
    } else {
      switch (model.page()) {
        case RING -> RingPage.draw(model, body);
        case MEMBER -> MemberPage.draw(model, body);
        case GROUPS -> GroupsView.page(model, body);
        case EVENTS -> EventsView.page(model, body);
      }
    }
    return grid;
  }

  /** Most telling first, because it may be cut. */
  private static String tooSmall(int width, int height) {
    return width + "x" + height + ": needs " + MIN_WIDTH + "x" + MIN_HEIGHT;
  }
}
