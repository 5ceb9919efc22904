package io.evs.cli.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * One axis of a plot: where values lie on it, and which of them are marked.
 *
 * @param label what it shows, with its unit
 * @param ticks values that are marked
 * @param place from a value to 0 (begin) to 1 (end)
 */
public record Axis(String label, List<Tick> ticks, DoubleUnaryOperator place) {
  private static final int TICKS = 6;

  /**
   * A marked value.
   *
   * @param value the value
   * @param text how it is written
   */
  public record Tick(double value, String text) {}

  /** From 0 to at least {@code max}, in round steps. */
  public static Axis fromZero(String label, double max) {
    return linear(label, 0, max > 0 ? max : 1, true);
  }

  /** From {@code min} to {@code max}. */
  public static Axis between(String label, double min, double max) {
    return linear(label, min, max > min ? max : min + 1, false);
  }

  private static Axis linear(String label, double min, double max, boolean roundEnd) {
    double step = roundStep((max - min) / TICKS);
    double end = roundEnd ? Math.ceil(max / step - 1e-9) * step : max;
    List<Tick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(min / step); i * step <= end + step / 1e6; i++) {
      ticks.add(new Tick(i * step, number(i * step)));
    }
    return new Axis(label, List.copyOf(ticks), value -> (value - min) / (end - min));
  }

  private static double roundStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1.5 ? 1 : digit <= 3 ? 2 : digit <= 7 ? 5 : 10);
  }

  /** Powers of ten that hold both values, which are above 0. */
  public static Axis logarithmic(String label, double min, double max) {
    int first = (int) Math.floor(Math.log10(min) + 1e-9);
    int last = Math.max(first + 1, (int) Math.ceil(Math.log10(max) - 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      ticks.add(new Tick(Math.pow(10, i), number(Math.pow(10, i))));
    }
    return new Axis(
        label, List.copyOf(ticks), value -> (Math.log10(value) - first) / (last - first));
  }

  /** Shares below 1 with ever more nines, up to {@code nines} of them. */
  public static Axis percentiles(String label, int nines) {
    List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "0 %"), new Tick(0.5, "50 %")));
    for (int i = 1; i <= nines; i++) {
      String text = i == 1 ? "90 %" : i == 2 ? "99 %" : "99." + "9".repeat(i - 2) + " %";
      ticks.add(new Tick(1 - Math.pow(10, -i), text));
    }
    return new Axis(label, List.copyOf(ticks), share -> -Math.log10(1 - share) / nines);
  }

  /** Few digits, with k, M and G for thousands. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return digits(value / 1e9) + "G";
    }
    if (size >= 1e6) {
      return digits(value / 1e6) + "M";
    }
    return size >= 1e4 ? digits(value / 1e3) + "k" : digits(value);
  }

  private static String digits(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
