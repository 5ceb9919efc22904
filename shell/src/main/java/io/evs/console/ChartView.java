package io.evs.console;

/** Charts of a figure over time, the newest at the right. */
final class ChartView {
  private ChartView() {}

  static void both(ConsoleModel model, Area area) {
    int half = area.width() / 2;
    rotation(model, area.columns(0, half));
    throughput(model, area.columns(half, area.width() - half));
  }

  static void rotation(ConsoleModel model, Area area) {
    Series series = model.rotation();
    double last = series.fromEnd(0);
    String now = Double.isNaN(last) ? "-" : ShortNumbers.micros(last);
    String title = "token rotation " + now;
    double max = series.max(area.width() - 2);
    area.rule(0, max > 0 ? title + ", max " + ShortNumbers.micros(max) : title);
    bars(series, max, area.rows(1, area.height() - 1));
  }

  static void throughput(ConsoleModel model, Area area) {
    String bytes = ShortNumbers.compact(model.deliveredBytesPerSecond());
    String messages = ShortNumbers.compact(model.deliveredPerSecond());
    area.rule(0, "delivered " + bytes + "B/s, " + messages + " msg/s");
    Series series = model.throughput();
    bars(series, series.max(area.width() - 2), area.rows(1, area.height() - 1));
  }

  private static void bars(Series series, double max, Area area) {
    String levels = area.glyphs().bars();
    int steps = levels.length() - 1;
    int columns = area.width() - 2;
    for (int back = 0; back < Math.min(columns, series.size()); back++) {
      double value = series.fromEnd(back);
      if (Double.isNaN(value) || max <= 0) {
        continue;
      }
      // What is not nothing shows.
      int filled = (int) Math.round(value / max * steps * area.height());
      filled = value > 0 ? Math.max(1, filled) : 0;
      for (int row = 0; row < area.height(); row++) {
        int level = Math.max(0, Math.min(steps, filled - row * steps));
        if (level > 0) {
          String bar = levels.substring(level, level + 1);
          area.put(columns - back, area.height() - 1 - row, bar, Style.CHART);
        }
      }
    }
  }
}
