package io.evs.console.drawing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A picture of characters, each with a style. What does not fit is left out. */
public final class TextGrid {
  private record Zone(int x, int y, int width, Target target) {
    boolean has(int column, int row) {
      return row == y && column >= x && column < x + width;
    }
  }

  private final int width;
  private final int height;
  private final String[] cells;
  private final Style[] styles;
  private final List<Zone> zones = new ArrayList<>();
  private int scrollMax;

  public TextGrid(int width, int height) {
    this.width = width;
    this.height = height;
    this.cells = new String[width * height];
    this.styles = new Style[width * height];
    Arrays.fill(cells, " ");
    Arrays.fill(styles, Style.PLAIN);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Draws a cell; half of a wide character that is left over becomes a blank. */
  public void put(int x, int y, String cell, Style style) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      return;
    }
    int at = y * width + x;
    if (cells[at].equals(Cells.COVERED) && !cell.equals(Cells.COVERED) && x > 0) {
      cells[at - 1] = " ";
    }
    if (x + 1 < width && cells[at + 1].equals(Cells.COVERED)) {
      cells[at + 1] = " ";
    }
    cells[at] = cell;
    styles[at] = style;
  }

  /** What is in a cell; empty if a wide character before it covers it. */
  public String cellAt(int x, int y) {
    return cells[y * width + x];
  }

  public Style styleAt(int x, int y) {
    return styles[y * width + x];
  }

  /** From a column on, so many stand for something. */
  void zone(int x, int y, int columns, Target target) {
    zones.add(new Zone(x, y, columns, target));
  }

  /** What a place stands for. */
  public Optional<Target> targetAt(int x, int y) {
    return zones.stream().filter(zone -> zone.has(x, y)).map(Zone::target).findFirst();
  }

  /** Lines that can be scrolled over, if the picture has a text that is longer than its room. */
  public int scrollMax() {
    return scrollMax;
  }

  /** So many lines of a text do not fit. */
  public void scrollMax(int lines) {
    scrollMax = Math.max(0, lines);
  }

  /** The whole without styles; a line for each row, without blanks at its end. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y++) {
      String row = String.join("", Arrays.asList(cells).subList(y * width, (y + 1) * width));
      text.append(row.stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
