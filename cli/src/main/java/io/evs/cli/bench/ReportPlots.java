package io.evs.cli.bench;

import io.evs.cli.bench.report.Axis;
import io.evs.cli.bench.report.Plot;
import io.evs.cli.bench.result.RunResult;
import io.evs.cli.bench.result.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The plots of the report. */
final class ReportPlots {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Sizes that differ by more than this stand on a logarithmic axis. */
  private static final int WIDE_RANGE = 30;

  private static final int SIZES_IN_PERCENTILES = 8;
  private static final int NINES_MAX = 5;
  private static final int POINTS_PER_NINE = 12;

  private final List<RunResult> runs;

  ReportPlots(List<RunResult> runs) {
    this.runs = runs;
  }

  String payloadBySize() {
    return bySize("Payload per second by size", "MB/s", RunResult::megabytesPerSecond);
  }

  String messagesBySize() {
    return bySize("Messages per second by size", "messages/s", RunResult::writesPerSecond);
  }

  private String bySize(String title, String unit, ToDoubleFunction<RunResult> value) {
    List<Plot.Point> points = new ArrayList<>();
    for (RunResult run : runs) {
      double at = value.applyAsDouble(run);
      points.add(
          new Plot.Point(
              run.bytes(),
              at,
              String.format(Locale.ROOT, "%,d bytes: %,.1f %s", run.bytes(), at, unit)));
    }
    double max = points.stream().mapToDouble(Plot.Point::y).max().orElse(1);
    return new Plot(title, sizes(), Axis.fromZero(unit, max)).line(unit, points).figure(title);
  }

  private Axis sizes() {
    String label = "bytes of payload in each message";
    int min = runs.stream().mapToInt(RunResult::bytes).min().orElse(0);
    int max = runs.stream().mapToInt(RunResult::bytes).max().orElse(1);
    return min > 0 && max / min > WIDE_RANGE
        ? Axis.logarithmic(label, min, max)
        : Axis.fromZero(label, max);
  }

  String throughputOverTime() {
    List<List<Plot.Point>> parts = new ArrayList<>();
    double max = 0;
    double from = 0;
    for (RunResult run : runs) {
      List<Plot.Point> part = new ArrayList<>();
      for (Timeline.Slice slice : whole(run)) {
        double rate = slice.writesPerSecond() * run.bytes() / 1e6;
        max = Math.max(max, rate);
        part.add(point(from, slice, rate, run.bytes(), "MB/s"));
      }
      parts.add(part);
      from += length(run);
    }
    Plot plot =
        overTime("Payload per second over time", Axis.fromZero("MB/s", max)).lines("MB/s", parts);
    return plot.figure(
        "Payload per second over time, delivered at the coordinating member; the sizes follow each"
            + " other.");
  }

  /** Slices without a short rest at the end, which would say little. */
  private static List<Timeline.Slice> whole(RunResult run) {
    List<Timeline.Slice> slices = run.slices();
    if (slices.size() < 2) {
      return slices;
    }
    Timeline.Slice last = slices.get(slices.size() - 1);
    Timeline.Slice before = slices.get(slices.size() - 2);
    boolean rest = last.toNanos() - last.fromNanos() < (before.toNanos() - before.fromNanos()) / 2;
    return rest ? slices.subList(0, slices.size() - 1) : slices;
  }

  private static Plot.Point point(
      double from, Timeline.Slice slice, double value, int bytes, String unit) {
    String note =
        String.format(
            Locale.ROOT,
            "%,d bytes, %.1f to %.1f s: %,.3f %s",
            bytes,
            slice.fromSeconds(),
            slice.toSeconds(),
            value,
            unit);
    return new Plot.Point(from + (slice.fromSeconds() + slice.toSeconds()) / 2, value, note);
  }

  private static double length(RunResult run) {
    List<Timeline.Slice> slices = run.slices();
    return slices.isEmpty() ? run.seconds() : slices.get(slices.size() - 1).toSeconds();
  }

  /** A plot whose horizontal axis is the time of all runs, one behind the other. */
  private Plot overTime(String title, Axis vertical) {
    double all = runs.stream().mapToDouble(ReportPlots::length).sum();
    Plot plot = new Plot(title, Axis.between("seconds of measuring", 0, all), vertical);
    double from = 0;
    for (RunResult run : runs) {
      plot.band(from, from + length(run), run.bytes() + " B");
      from += length(run);
    }
    return plot;
  }

  /** Times of a sender that sends as fast as it can are those of its queue. */
  private String times() {
    return runs.get(0).rate() > 0 ? "Latency" : "Time in the queue";
  }

  String latencyOverTime() {
    double[] percents = {50, 99, 100};
    List<List<List<Plot.Point>>> lines =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    double min = Double.MAX_VALUE;
    double max = 0;
    double from = 0;
    for (RunResult run : runs) {
      for (int i = 0; i < percents.length; i++) {
        List<Plot.Point> part = new ArrayList<>();
        for (Timeline.Slice slice : whole(run)) {
          Optional<Histogram> latencies =
              HdrLog.decode(slice.latencies()).filter(each -> each.getTotalCount() > 0);
          if (latencies.isPresent()) {
            double millis = latencies.get().getValueAtPercentile(percents[i]) / NANOS_PER_MILLI;
            min = Math.min(min, millis);
            max = Math.max(max, millis);
            part.add(point(from, slice, millis, run.bytes(), "ms"));
          }
        }
        lines.get(i).add(part);
      }
      from += length(run);
    }
    if (max == 0) {
      return "";
    }
    return overTime(times() + " over time", Axis.logarithmic("milliseconds", min, max))
        .lines("half of the messages are below", lines.get(0))
        .lines("99 % are below", lines.get(1))
        .lines("the slowest", lines.get(2))
        .figure(times() + " over time at the coordinating member.");
  }

  String latencyByPercentile() {
    List<RunResult> shown = chosen();
    double min = Double.MAX_VALUE;
    double max = 0;
    long most = 10;
    for (RunResult run : shown) {
      min = Math.min(min, run.latencies().getMinNonZeroValue() / NANOS_PER_MILLI);
      max = Math.max(max, run.latencies().getMaxValue() / NANOS_PER_MILLI);
      most = Math.max(most, run.latencies().getTotalCount());
    }
    if (shown.isEmpty()) {
      return "";
    }
    int nines = Math.max(2, Math.min(NINES_MAX, (int) Math.log10(most)));
    Plot plot =
        new Plot(
            times() + " by percentile",
            Axis.percentiles("share of the messages", nines),
            Axis.logarithmic("milliseconds", min, max));
    for (RunResult run : shown) {
      plot.line(String.format(Locale.ROOT, "%,d bytes", run.bytes()), percentiles(run, nines));
    }
    String some = shown.size() < runs.size() ? " Some of the sizes." : "";
    return plot.figure(
        times()
            + " by percentile: the share of the messages that were delivered in that time or less."
            + some);
  }

  /** Those with latencies; of many sizes, some that lie evenly among them. */
  private List<RunResult> chosen() {
    List<RunResult> all = runs.stream().filter(run -> run.latencies().getTotalCount() > 0).toList();
    if (all.size() <= SIZES_IN_PERCENTILES) {
      return all;
    }
    List<RunResult> some = new ArrayList<>();
    for (int i = 0; i < SIZES_IN_PERCENTILES; i++) {
      some.add(all.get(i * (all.size() - 1) / (SIZES_IN_PERCENTILES - 1)));
    }
    return some;
  }

  /** As far as there is at least one message beyond a share, it means something. */
  private static List<Plot.Point> percentiles(RunResult run, int nines) {
    List<Plot.Point> points = new ArrayList<>();
    long count = run.latencies().getTotalCount();
    for (int i = 0; i <= nines * POINTS_PER_NINE; i++) {
      double beyond = Math.pow(10, -i / (double) POINTS_PER_NINE);
      if (beyond * count < 1) {
        break;
      }
      double millis = run.latencies().getValueAtPercentile(100 * (1 - beyond)) / NANOS_PER_MILLI;
      points.add(
          new Plot.Point(
              1 - beyond,
              millis,
              String.format(
                  Locale.ROOT,
                  "%,d bytes: %.3f %% in %.3f ms or less",
                  run.bytes(),
                  100 * (1 - beyond),
                  millis)));
    }
    return points;
  }
}
