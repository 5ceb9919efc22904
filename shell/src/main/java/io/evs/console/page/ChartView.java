package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.model.ConsoleModel;
import io.evs.console.model.Figure;
import io.evs.console.model.Series;
import io.evs.console.words.ShortNumbers;
import java.util.function.DoubleFunction;

/** Charts of figures over time with their scale at the left, the newest value at the right. */
final class ChartView {
  private static final int SCALE_COLUMNS = 7;
  private static final int WIDE = 110;

  private ChartView() {}

  /** A row of the most telling ones. */
  static void few(ConsoleModel model, Area area) {
    boolean wide = area.width() >= WIDE;
    int count = wide ? 3 : 2;
    int width = area.width() / count;
    rotation(model, area.columns(0, width));
    bytes(model, area.columns(width, wide ? width : area.width() - width));
    if (wide) {
      agreed(model, area.columns(2 * width, area.width() - 2 * width));
    }
  }

  /** All of them. */
  static void page(ConsoleModel model, Area area) {
    int half = area.width() / 2;
    int rows = area.height() / 3;
    int rest = area.height() - 2 * rows;
    Area left = area.columns(0, half);
    Area right = area.columns(half, area.width() - half);
    agreed(model, left.rows(0, rows));
    spread("safe", model, Figure.SAFE_P50, Figure.SAFE_P99, left.rows(rows, rows));
    spread("rotation", model, Figure.ROTATION_P50, Figure.ROTATION_P99, left.rows(2 * rows, rest));
    rate("delivered", "msg/s", model.histories().of(Figure.MESSAGES), right.rows(0, rows));
    bytes(model, right.rows(rows, rows));
    rate(
        "sent again", "packets/s", model.histories().of(Figure.RESENT), right.rows(2 * rows, rest));
  }

  private static void agreed(ConsoleModel model, Area area) {
    spread("agreed", model, Figure.AGREED_P50, Figure.AGREED_P99, area);
  }

  private static void rotation(ConsoleModel model, Area area) {
    Series series = model.histories().of(Figure.ROTATION);
    area.rule(0, "token rotation " + micros(series.fromEnd(0)));
    draw(series, ChartView::micros, series.max(columns(area)), area.rows(1, area.height()));
  }

  private static void bytes(ConsoleModel model, Area area) {
    Series series = model.histories().of(Figure.BYTES);
    double messages = model.histories().of(Figure.MESSAGES).fromEnd(0);
    String title =
        "delivered " + compact(series.fromEnd(0)) + "B/s, " + compact(messages) + " msg/s";
    area.rule(0, title);
    draw(
        series,
        value -> compact(value) + "B",
        series.max(columns(area)),
        area.rows(1, area.height()));
  }

  private static void rate(String what, String unit, Series series, Area area) {
    area.rule(0, what + " " + compact(series.fromEnd(0)) + " " + unit);
    draw(series, ChartView::compact, series.max(columns(area)), area.rows(1, area.height()));
  }

  /** Half of all as bars, and 99 of a hundred as marks above them. */
  private static void spread(String what, ConsoleModel model, Figure half, Figure most, Area area) {
    Series bars = model.histories().of(half);
    Series marks = model.histories().of(most);
    String title =
        what
            + " p50 "
            + micros(bars.fromEnd(0))
            + ", "
            + area.glyphs().mark()
            + " p99 "
            + micros(marks.fromEnd(0));
    area.rule(0, title);
    double max = Math.max(bars.max(columns(area)), marks.max(columns(area)));
    Area below = area.rows(1, area.height());
    draw(bars, ChartView::micros, max, below);
    Area plot = plot(below);
    for (int back = 0; back < plot.width(); back++) {
      double value = marks.fromEnd(back);
      if (!Double.isNaN(value) && max > 0) {
        int row = (int) Math.min(plot.height() - 1, Math.floor(value / max * plot.height()));
        plot.put(
            plot.width() - 1 - back, plot.height() - 1 - row, plot.glyphs().mark(), Style.STRONG);
      }
    }
  }

  private static int columns(Area area) {
    return plot(area).width();
  }

  private static Area plot(Area area) {
    return area.columns(SCALE_COLUMNS + 1, area.width() - SCALE_COLUMNS - 2);
  }

  private static void draw(Series series, DoubleFunction<String> words, double max, Area area) {
    if (max > 0) {
      scale(words, max, area);
      bars(series, max, plot(area));
    }
  }

  private static void scale(DoubleFunction<String> words, double max, Area area) {
    int bottom = area.height() - 1;
    area.putRight(SCALE_COLUMNS, 0, words.apply(max), Style.LABEL);
    if (bottom > 0) {
      area.putRight(SCALE_COLUMNS, bottom, "0", Style.LABEL);
    }
    if (bottom > 3 && bottom % 2 == 0) {
      area.putRight(SCALE_COLUMNS, bottom / 2, words.apply(max / 2), Style.LABEL);
    }
  }

  private static void bars(Series series, double max, Area area) {
    String levels = area.glyphs().bars();
    int steps = levels.length() - 1;
    for (int back = 0; back < Math.min(area.width(), series.size()); back++) {
      double value = series.fromEnd(back);
      if (Double.isNaN(value)) {
        continue;
      }
      // What is not nothing shows.
      int filled = (int) Math.round(value / max * steps * area.height());
      filled = value > 0 ? Math.max(1, filled) : 0;
      for (int row = 0; row < area.height(); row++) {
        int level = Math.max(0, Math.min(steps, filled - row * steps));
        if (level > 0) {
          String bar = levels.substring(level, level + 1);
          area.put(area.width() - 1 - back, area.height() - 1 - row, bar, Style.CHART);
        }
      }
    }
  }

  private static String micros(double value) {
    return Double.isNaN(value) ? "-" : ShortNumbers.micros(value);
  }

  private static String compact(double value) {
    return Double.isNaN(value) ? "-" : ShortNumbers.compact(value);
  }
}
