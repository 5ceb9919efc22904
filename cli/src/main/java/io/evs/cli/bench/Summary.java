package io.evs.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What people want to know behind the table: each member's part, latencies, and what limited. */
final class Summary {
  private static final int MEMBERS_SHOWN = 16;
  private static final int COLUMNS = 80;

  private Summary() {}

  /** The lines; none without runs. */
  static List<String> lines(List<RunResult> runs) {
    List<String> lines = new ArrayList<>();
    if (runs.isEmpty()) {
      return lines;
    }
    lines.add("");
    members(runs, lines);
    lines.add("");
    latencies(runs, lines);
    lines.add("");
    limits(runs, lines);
    return lines;
  }

  /** One member over all runs. */
  private static final class Sum {
    private long sent;
    private long sentBytes;
    private long delivered;
    private long deliveredBytes;
    private double sendingSeconds;
    private Figures figures = Figures.NONE;

    void add(RunResult run, MemberResult member) {
      sent += member.sent();
      sentBytes += member.sent() * run.bytes();
      delivered += member.delivered();
      deliveredBytes += member.delivered() * run.bytes();
      sendingSeconds += member.figures().seconds(Figure.SENDING_NANOS);
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
        share(sum.figures.seconds(Figure.LOOP_NANOS), seconds),
        share(sum.figures.seconds(Figure.RECEIVE_NANOS), seconds),
        sum.sent == 0 ? "-" : share(sum.figures.seconds(Figure.SEND_NANOS), sum.sendingSeconds),
        sum.figures.get(Figure.RETRANSMITS));
  }

  /** As many digits as seven columns have room for and mean something. */
  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, bytes < 1e8 ? "%.3f" : "%.1f", bytes / 1e6);
  }

  private static String share(double part, double whole) {
    return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * part / whole);
  }

  /** A closed loop measures how long its own queue is, and must not be taken for a latency. */
  private static void latencies(List<RunResult> runs, List<String> lines) {
    lines.add(
        runs.get(0).rate() > 0
            ? "Latency at the rate asked for, in ms:"
            : "Time in the queue at full speed, in ms (no latency: see --rate):");
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
    for (LimitGroup group : LimitGroup.of(runs)) {
      wrapped("  ", group.sizes() + ": " + group.text(), lines);
      group.limit().also().forEach(also -> wrapped("      ", "also: " + also, lines));
    }
  }

  /** On lines of at most 80 columns, all but the first indented a little more. */
  static void wrapped(String indent, String text, List<String> lines) {
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
