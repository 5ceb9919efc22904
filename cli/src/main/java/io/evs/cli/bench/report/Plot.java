package io.evs.cli.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot of lines as one SVG element; colours come from the page's style sheet. */
public final class Plot {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 320;
  private static final int LEFT = 64;
  private static final int RIGHT = 36;
  private static final int TOP = 22;
  private static final int BOTTOM = 48;

  /** Colours there are; further series have the same ones with other dashes. */
  private static final int COLOURS = 8;

  private static final int DASHES = 3;
  private static final int MARKS_MAX = 40;

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series = new ArrayList<>();
  private final List<Band> bands = new ArrayList<>();

  /**
   * A point.
   *
   * @param x its place on the horizontal axis
   * @param y and on the vertical one
   * @param note what is shown when someone points at it
   */
  public record Point(double x, double y, String note) {}

  private record Series(String name, List<List<Point>> parts) {}

  private record Band(double from, double to, String name) {}

  /** An empty plot; the title is read out by those who cannot see it. */
  public Plot(String title, Axis x, Axis y) {
    this.title = title;
    this.x = x;
    this.y = y;
  }

  /** A line through points. */
  public Plot line(String name, List<Point> points) {
    return lines(name, List.of(points));
  }

  /** Several lines of the same name and colour. */
  public Plot lines(String name, List<List<Point>> parts) {
    series.add(new Series(name, parts.stream().map(List::copyOf).toList()));
    return this;
  }

  /** A part of the horizontal axis with a name; every other one is shaded. */
  public Plot band(double from, double to, String name) {
    bands.add(new Band(from, to, name));
    return this;
  }

  /** The figure: SVG, and a legend if there is more than one line. */
  public String figure(String caption) {
    Markup out = new Markup();
    out.open("figure");
    out.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
    bands(out);
    axes(out);
    for (int i = 0; i < series.size(); i++) {
      line(out, series.get(i), style(i));
    }
    out.close();
    if (series.size() > 1) {
      legend(out);
    }
    out.element("figcaption", caption);
    out.close();
    return out.toString();
  }

  private void bands(Markup out) {
    for (int i = 0; i < bands.size(); i++) {
      Band band = bands.get(i);
      double from = across(band.from());
      double width = across(band.to()) - from;
      out.empty(
          "rect",
          "class",
          i % 2 == 0 ? "band" : "gap",
          "x",
          number(from),
          "y",
          String.valueOf(TOP),
          "width",
          number(Math.max(0, width)),
          "height",
          String.valueOf(HEIGHT - TOP - BOTTOM));
      if (width > 8 * band.name().length()) {
        text(out, from + width / 2, TOP - 6, "middle", band.name());
      }
    }
  }

  private void axes(Markup out) {
    for (Axis.Tick tick : y.ticks()) {
      double at = down(tick.value());
      rule(out, LEFT, at, WIDTH - RIGHT, at);
      text(out, LEFT - 8, at + 4, "end", tick.text());
    }
    for (Axis.Tick tick : x.ticks()) {
      double at = across(tick.value());
      rule(out, at, TOP, at, HEIGHT - BOTTOM);
      text(out, at, HEIGHT - BOTTOM + 18, "middle", tick.text());
    }
    text(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", x.label());
    double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
    out.element(
        "text",
        y.label(),
        "x",
        "14",
        "y",
        number(middle),
        "text-anchor",
        "middle",
        "transform",
        "rotate(-90 14 " + number(middle) + ")");
  }

  private static void rule(Markup out, double x1, double y1, double x2, double y2) {
    out.empty(
        "line",
        "class",
        "rule",
        "x1",
        number(x1),
        "y1",
        number(y1),
        "x2",
        number(x2),
        "y2",
        number(y2));
  }

  private static void text(Markup out, double x, double y, String anchor, String content) {
    out.element("text", content, "x", number(x), "y", number(y), "text-anchor", anchor);
  }

  private void line(Markup out, Series one, String style) {
    for (List<Point> part : one.parts()) {
      out.empty("polyline", "class", style, "points", spaced(part));
      if (part.size() <= MARKS_MAX) {
        part.forEach(point -> mark(out, point, style));
      }
    }
  }

  private String spaced(List<Point> part) {
    StringBuilder points = new StringBuilder();
    for (Point point : part) {
      points.append(points.length() == 0 ? "" : " ").append(number(across(point.x())));
      points.append(',').append(number(down(point.y())));
    }
    return points.toString();
  }

  private void mark(Markup out, Point point, String style) {
    out.open(
        "circle",
        "class",
        style,
        "cx",
        number(across(point.x())),
        "cy",
        number(down(point.y())),
        "r",
        "2.5");
    out.element("title", point.note());
    out.close();
  }

  private void legend(Markup out) {
    out.open("ul", "class", "legend");
    for (int i = 0; i < series.size(); i++) {
      out.open("li");
      out.open("svg", "viewBox", "0 0 28 8", "aria-hidden", "true");
      out.empty("polyline", "class", style(i), "points", "0,4 28,4");
      out.close();
      out.text(series.get(i).name());
      out.close();
    }
    out.close();
  }

  private static String style(int index) {
    return "c" + index % COLOURS + " d" + index / COLOURS % DASHES;
  }

  private double across(double value) {
    return LEFT + clamp(x.place().applyAsDouble(value)) * (WIDTH - LEFT - RIGHT);
  }

  private double down(double value) {
    return HEIGHT - BOTTOM - clamp(y.place().applyAsDouble(value)) * (HEIGHT - TOP - BOTTOM);
  }

  private static double clamp(double place) {
    return Double.isNaN(place) ? 0 : Math.max(0, Math.min(1, place));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
