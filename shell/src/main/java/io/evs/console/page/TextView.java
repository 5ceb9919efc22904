package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import java.util.ArrayList;
import java.util.List;

/** A text that is as long as it is: it wraps, and scrolls where it does not fit. */
final class TextView {
  private static final int LEFT = 2;
  private static final int LABEL_MIN = 11;
  private static final int LABEL_MAX = 30;

  /** A piece of a line. */
  private record Piece(int x, String text, Style style) {}

  /** A line; a title goes across. */
  private record Line(boolean title, List<Piece> pieces) {}

  private final Area area;
  private final List<Line> lines = new ArrayList<>();

  TextView(Area area) {
    this.area = area;
  }

  /** A line across with a title in it. */
  TextView title(String text) {
    lines.add(new Line(/* title= */ true, List.of(new Piece(0, text, Style.STRONG))));
    return this;
  }

  /** A sentence behind a sign. */
  TextView item(String sign, Style style, String text) {
    return put(LEFT, sign, style, LEFT + area.columnsOf(sign) + 1, text);
  }

  /** A sentence. */
  TextView text(String text) {
    return put(LEFT, "", Style.PLAIN, LEFT, text);
  }

  /** Labels with their values below each other. */
  TextView fields(List<Field> fields) {
    int labels = labels(fields);
    for (Field each : fields) {
      put(LEFT, each.label(), each.style(), LEFT + labels, each.value());
    }
    return this;
  }

  /**
   * A label with its value.
   *
   * @param label what it is about
   * @param style how the label looks
   * @param value what is known of it
   */
  record Field(String label, Style style, String value) {}

  private int labels(List<Field> fields) {
    int widest = fields.stream().mapToInt(each -> area.columnsOf(each.label())).max().orElse(0) + 1;
    return Math.max(LABEL_MIN, Math.min(widest, Math.min(LABEL_MAX, area.width() / 2)));
  }

  /** As {@link #fields}, but several beside each other where each has so many columns. */
  TextView narrow(List<Field> fields, int columns) {
    int beside = Math.max(1, (area.width() - 1) / columns);
    int rows = (fields.size() + beside - 1) / beside;
    int width = (area.width() - 1) / beside;
    int labels = Math.min(labels(fields), width / 2 + 1);
    for (int row = 0; row < rows; row++) {
      List<List<Piece>> pieces = new ArrayList<>();
      for (int i = row; i < fields.size(); i += rows) {
        int x = LEFT + i / rows * width;
        Field field = fields.get(i);
        List<String> value = area.wrap(field.value(), Math.max(1, width - labels - 2));
        for (int k = 0; k < value.size(); k++) {
          if (k == pieces.size()) {
            pieces.add(new ArrayList<>());
          }
          pieces.get(k).add(new Piece(x + labels, value.get(k), Style.PLAIN));
        }
        pieces.get(0).add(new Piece(x, field.label(), field.style()));
      }
      pieces.forEach(each -> lines.add(new Line(/* title= */ false, each)));
    }
    return this;
  }

  private TextView put(int x, String label, Style style, int at, String text) {
    List<String> parts = area.wrap(text, Math.max(1, area.width() - at - 1));
    for (int i = 0; i < parts.size(); i++) {
      List<Piece> pieces = new ArrayList<>();
      if (i == 0 && !label.isEmpty()) {
        pieces.add(new Piece(x, label, style));
      }
      pieces.add(new Piece(at, parts.get(i), Style.PLAIN));
      lines.add(new Line(/* title= */ false, pieces));
    }
    return this;
  }

  /** Draws it, but for so many lines at its beginning. */
  void draw(int scroll) {
    int hidden = Math.max(0, lines.size() - area.height());
    area.grid().scrollMax(hidden);
    int from = Math.min(scroll, hidden);
    for (int y = 0; y < area.height() && from + y < lines.size(); y++) {
      Line line = lines.get(from + y);
      if (line.title()) {
        area.rule(y, line.pieces().get(0).text());
      } else {
        for (Piece each : line.pieces()) {
          area.put(each.x(), y, each.text(), each.style());
        }
      }
    }
  }
}
