package io.evs.console;

/**
 * A rectangle of a picture to draw in; what does not fit is left out.
 *
 * @param grid the picture
 * @param glyphs the signs it is made of
 * @param left its first column
 * @param top its first row
 * @param width its columns
 * @param height its rows
 */
record Area(TextGrid grid, Glyphs glyphs, int left, int top, int width, int height) {
  static Area of(TextGrid grid, Glyphs glyphs) {
    return new Area(grid, glyphs, 0, 0, grid.width(), grid.height());
  }

  /** Some of its rows. */
  Area rows(int from, int count) {
    return new Area(
        grid, glyphs, left, top + from, width, Math.max(0, Math.min(count, height - from)));
  }

  /** Some of its columns. */
  Area columns(int from, int count) {
    return new Area(
        grid, glyphs, left + from, top, Math.max(0, Math.min(count, width - from)), height);
  }

  /** Draws text; returns the column behind it. */
  int put(int x, int y, String text, Style style) {
    String clean = glyphs.clean(text);
    for (int i = 0; i < clean.length(); i++) {
      if (y >= 0 && y < height && x + i >= 0 && x + i < width) {
        grid.put(left + x + i, top + y, clean.charAt(i), style);
      }
    }
    return x + clean.length();
  }

  /** Draws text that ends before a column. */
  void putRight(int end, int y, String text, Style style) {
    put(end - text.length(), y, text, style);
  }

  /** Draws text, shortened with dots if it is too long. */
  void fit(int x, int y, int columns, String text, Style style) {
    int room = Math.min(columns, width - x);
    if (text.length() <= room) {
      put(x, y, text, style);
    } else if (room > glyphs.dots().length()) {
      put(x, y, text.substring(0, room - glyphs.dots().length()) + glyphs.dots(), style);
    }
  }

  /** A line across with a title in it. */
  void rule(int y, String title) {
    put(0, y, glyphs.rule().repeat(width), Style.LABEL);
    fit(2, y, width - 3, " " + title + " ", Style.STRONG);
  }

  /** Fills a row. */
  void bar(int y) {
    put(0, y, " ".repeat(width), Style.BAR);
  }
}
