package io.evs.console;

import java.util.Arrays;

/** A picture of characters, each with a style. What does not fit is left out. */
final class TextGrid {
  private final int width;
  private final int height;
  private final char[] chars;
  private final Style[] styles;

  TextGrid(int width, int height) {
    this.width = width;
    this.height = height;
    this.chars = new char[width * height];
    this.styles = new Style[width * height];
    Arrays.fill(chars, ' ');
    Arrays.fill(styles, Style.PLAIN);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  void put(int x, int y, char c, Style style) {
    if (x >= 0 && x < width && y >= 0 && y < height) {
      chars[y * width + x] = c;
      styles[y * width + x] = style;
    }
  }

  char charAt(int x, int y) {
    return chars[y * width + x];
  }

  Style styleAt(int x, int y) {
    return styles[y * width + x];
  }

  /** The whole without styles; a line for each row, without blanks at its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y++) {
      text.append(new String(chars, y * width, width).stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
