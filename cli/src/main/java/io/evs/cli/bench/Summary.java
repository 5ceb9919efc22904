package io.evs.cli.bench;

import io.evs.cli.bench.result.BenchResults;
import io.evs.cli.bench.result.BottleneckSpan;
import io.evs.cli.bench.result.MemberFigure;
import io.evs.cli.bench.result.MemberFigures;
import io.evs.cli.bench.result.MemberResult;
import io.evs.cli.bench.result.Others;
import io.evs.cli.bench.result.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What people want to know behind the table: each member's part, latencies, and what limited. */
public final class Summary {
  private static final int MEMBERS_SHOWN = 16;
  private static final int COLUMNS = 80;

  /** An open loop that sent less of what was asked for did not keep its rate. */
  private static final double KEPT = 0.99;

  private Summary() {}

  /** The lines; none without runs. */
  public static List<String> lines(BenchResults results) {
    List<String> lines = new ArrayList<>();
    List<RunResult> runs = results.runs();
    if (runs.isEmpty()) {
      return lines;
    }
    lines.add("");
    headline(results, lines);
    members(runs, lines);
    lines.add("");
    if (!results.closedLoops().isEmpty()) {
      lines.add("Time in the queue at full speed, in ms (this is no latency):");
      times(results.closedLoops(), lines);
      lines.add("");
    }
    limits(runs, lines);
    lines.add("");
    wrapped("", results.warmup().sentence(), lines);
    wrapped("", Others.sentence(results.all()), lines);
    return lines.get(lines.size() - 1).isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
  }

  /** What most people come for. */
  private static void headline(BenchResults results, List<String> lines) {
    List<RunResult> open = results.openLoops();
    if (open.isEmpty()) {
      return;
    }
    boolean half = !results.atHalf().isEmpty();
    lines.add(
        half ? "Latency at half of the maximum, in ms:" : "Latency at the rate asked for, in ms:");
    times(open, lines);
    for (RunResult run : open) {
      if (half) {
        wrapped("  ", halfNote(run), lines);
      }
    }
    lines.add("");
  }

  private static String halfNote(RunResult run) {
    String kept =
        run.sentPerSecond() < KEPT * run.asked()
            ? String.format(
                Locale.ROOT,
                "; only %,.0f could be sent, so it is a lower bound",
                run.sentPerSecond())
            : "";
    return String.format(
        Locale.ROOT, "%,d bytes at %,.0f messages/s%s", run.bytes(), run.asked(), kept);
  }

  /** One member over all runs. */
  private static final class Sum {
    private long sent;
    private long sentBytes;
    private long delivered;
    private long deliveredBytes;
    private double sendingSeconds;
    private MemberFigures figures = MemberFigures.NONE;

    void add(RunResult run, MemberResult member) {
      sent += member.sent();
      sentBytes += member.sent() * run.bytes();
      delivered += member.delivered();
      deliveredBytes += member.delivered() * run.bytes();
      sendingSeconds += member.figures().seconds(MemberFigure.SENDING_NANOS);
      figures = figures.plus(member.figures());
    }
  }

  private static void members(List<RunResult> runs, List<String> lines) {
    Map<Long, Sum> sums = new TreeMap<>();
    for (RunResult run : runs) {
      for (MemberResult member : run.perMember()) {
        sums.computeIfAbsent(member.nodeId(), id -> new Sum()).add(run, member);
      }
    }
    double seconds = runs.stream().mapToDouble(RunResult::seconds).sum();
    lines.add("                      sent           received  share of a processor   packets");
    lines.add("    member   messages    MB/s   messages    MB/s   ring receive  send sent again");
    sums.entrySet().stream()
        .limit(MEMBERS_SHOWN)
        .forEach(each -> lines.add(line(each.getKey(), each.getValue(), seconds)));
    if (sums.size() > MEMBERS_SHOWN) {
      lines.add("  and " + (sums.size() - MEMBERS_SHOWN) + " more members; --json has them all");
    }
  }

  private static String line(long nodeId, Sum sum, double seconds) {
    return String.format(
        Locale.ROOT,
        "%10d %10s %7s %10d %7s %6s %7s %5s %10d",
        nodeId,
        sum.sent == 0 ? "-" : String.valueOf(sum.sent),
        sum.sent == 0 ? "-" : megabytes(sum.sentBytes / seconds),
        sum.delivered,
        megabytes(sum.deliveredBytes / seconds),
        share(sum.figures.seconds(MemberFigure.LOOP_NANOS), seconds),
        share(sum.figures.seconds(MemberFigure.RECEIVE_NANOS), seconds),
        sum.sent == 0
            ? "-"
            : share(sum.figures.seconds(MemberFigure.SEND_NANOS), sum.sendingSeconds),
        sum.figures.get(MemberFigure.RETRANSMITS));
  }

  /** As many digits as seven columns have room for and mean something. */
  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, bytes < 1e8 ? "%.3f" : "%.1f", bytes / 1e6);
  }

  private static String share(double part, double whole) {
    return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * part / whole);
  }

  private static void times(List<RunResult> runs, List<String> lines) {
    lines.add("  bytes      50 %      90 %      99 %    99.9 %       max");
    for (RunResult run : runs) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%7d", run.bytes()));
      for (BenchPrinter.Quantile quantile : BenchPrinter.Quantile.values()) {
        line.append(
            String.format(Locale.ROOT, "%10.3f", quantile.micros(run.latencies()) / 1000.0));
      }
      lines.add(line + (run.partial() ? "   (interrupted)" : ""));
    }
  }

  private static void limits(List<RunResult> runs, List<String> lines) {
    lines.add("What limited it, most likely:");
    for (BottleneckSpan group : BottleneckSpan.of(runs)) {
      wrapped("  ", group.sizes() + ": " + group.text(), lines);
      group.limit().also().forEach(also -> wrapped("      ", "also: " + also, lines));
    }
  }

  /** On lines of at most 80 columns, all but the first indented a little more. */
  static void wrapped(String indent, String text, List<String> lines) {
    if (text.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder(indent);
    String gap = "";
    for (String word : text.split(" ")) {
      if (line.length() + gap.length() + word.length() > COLUMNS && !gap.isEmpty()) {
        lines.add(line.toString());
        line = new StringBuilder(indent).append("    ");
        gap = "";
      }
      line.append(gap).append(word);
      gap = " ";
    }
    lines.add(line.toString());
  }
}
