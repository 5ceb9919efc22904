package io.evs.console.drawing;

import java.util.ArrayList;
import java.util.List;

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
public record Area(TextGrid grid, Glyphs glyphs, int left, int top, int width, int height) {
  public static Area of(TextGrid grid, Glyphs glyphs) {
    return new Area(grid, glyphs, 0, 0, grid.width(), grid.height());
  }

  /** Some of its rows. */
  public Area rows(int from, int count) {
    return new Area(
        grid, glyphs, left, top + from, width, Math.max(0, Math.min(count, height - from)));
  }

  /** Some of its columns. */
  public Area columns(int from, int count) {
    return new Area(
        grid, glyphs, left + from, top, Math.max(0, Math.min(count, width - from)), height);
  }

  /** Columns that text takes. */
  public int columnsOf(String text) {
    return Cells.of(text, glyphs.ascii()).size();
  }

  /** Draws text; returns the column behind it. */
  public int put(int x, int y, String text, Style style) {
    List<String> cells = Cells.of(text, glyphs.ascii());
    put(x, y, cells, cells.size(), style);
    return x + cells.size();
  }

  private void put(int x, int y, List<String> cells, int count, Style style) {
    for (int i = 0; i < count; i++) {
      boolean whole = i + 1 >= cells.size() || !cells.get(i + 1).equals(Cells.COVERED);
      boolean fits = x + i >= 0 && x + i + (whole ? 0 : 1) < width;
      if (y >= 0 && y < height && fits) {
        grid.put(left + x + i, top + y, cells.get(i), style);
      }
    }
  }

  /** Draws text that ends before a column. */
  public void putRight(int end, int y, String text, Style style) {
    put(end - columnsOf(text), y, text, style);
  }

  /** Draws text, shortened with dots if it is too long. */
  public void fit(int x, int y, int columns, String text, Style style) {
    List<String> cells = Cells.of(text, glyphs.ascii());
    int room = Math.min(columns, width - x);
    int dots = glyphs.dots().length();
    if (cells.size() <= room) {
      put(x, y, cells, cells.size(), style);
    } else if (room > dots) {
      int kept = room - dots;
      // No half of a wide character.
      kept -= cells.get(kept).equals(Cells.COVERED) ? 1 : 0;
      put(x, y, cells, kept, style);
      put(x + kept, y, glyphs.dots(), style);
    }
  }

  /** Text in lines of at most so many columns, broken at blanks where there are some. */
  public List<String> wrap(String text, int columns) {
    List<String> cells = Cells.of(text, glyphs.ascii());
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (cells.size() - from > columns) {
      int blank = cells.subList(from, from + columns + 1).lastIndexOf(" ");
      int end = blank > 0 ? from + blank : from + columns;
      end -= cells.get(end).equals(Cells.COVERED) ? 1 : 0;
      lines.add(String.join("", cells.subList(from, end)));
      from = blank > 0 ? end + 1 : end;
    }
    lines.add(String.join("", cells.subList(from, cells.size())));
    return lines;
  }

  /** Some columns of a row stand for something when they are clicked on. */
  public void zone(int x, int y, int columns, Target target) {
    if (y >= 0 && y < height) {
      grid.zone(left + x, top + y, Math.min(columns, width - x), target);
    }
  }

  /** A line across with a title in it. */
  public void rule(int y, String title) {
    put(0, y, glyphs.rule().repeat(width), Style.LABEL);
    fit(2, y, width - 3, " " + title + " ", Style.STRONG);
  }

  /** Fills a row. */
  public void bar(int y) {
    put(0, y, " ".repeat(width), Style.BAR);
  }
}
