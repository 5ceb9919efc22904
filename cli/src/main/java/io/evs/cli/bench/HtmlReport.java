package io.evs.cli.bench;

import io.evs.cli.bench.report.Markup;
import io.evs.cli.bench.report.Page;
import io.evs.cli.bench.report.Table;
import io.evs.cli.bench.result.BenchResults;
import io.evs.cli.bench.result.BottleneckSpan;
import io.evs.cli.bench.result.Machine;
import io.evs.cli.bench.result.MemberFigure;
import io.evs.cli.bench.result.MemberFigures;
import io.evs.cli.bench.result.MemberResult;
import io.evs.cli.bench.result.Others;
import io.evs.cli.bench.result.RunResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as one page for people. */
final class HtmlReport {
  /**
   * What was run, for those who read of it later.
   *
   * @param commandLine the command as it was typed
   * @param configuration keys of the configuration with value and origin
   * @param head what all runs have in common
   */
  record Setup(String commandLine, List<List<String>> configuration, BenchPrinter.Head head) {}

  private final Setup setup;
  private final BenchResults results;
  private final List<RunResult> runs;
  private final Markup out = new Markup();

  HtmlReport(Setup setup, BenchResults results) {
    this.setup = setup;
    this.results = results;
    this.runs = results.runs();
  }

  /** The whole document. */
  String page() {
    begin();
    keyFigures();
    limits();
    plots();
    figures();
    members();
    machine();
    reading();
    return Page.of("evs bench, " + date(), out.toString());
  }

  private String date() {
    return Instant.ofEpochMilli(runs.get(0).startMillis())
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  private void begin() {
    BenchPrinter.Head head = setup.head();
    out.element("h1", "evs bench");
    out.element(
        "p",
        String.format(
            Locale.ROOT,
            "%s. A ring of %d, %s, %s delivery, %s, security %s. %s",
            date(),
            head.nodes(),
            head.senders() == 1 ? "one member sends" : head.senders() + " members send",
            head.guarantee(),
            head.transport(),
            head.security(),
            last().partial() ? "It was interrupted: the last size is not complete." : ""),
        "class",
        "lead");
    for (String note : List.of(Others.sentence(results.all()), results.warmup().sentence())) {
      if (!note.isEmpty()) {
        out.element("p", note, "class", "lead");
      }
    }
    out.element("pre", setup.commandLine());
  }

  private RunResult last() {
    return runs.get(runs.size() - 1);
  }

  private void keyFigures() {
    RunResult fastest = max(Comparator.comparingDouble(RunResult::writesPerSecond));
    RunResult fullest = max(Comparator.comparingDouble(RunResult::megabytesPerSecond));
    out.open("dl", "class", "key");
    key("Most messages per second", fastest.writesPerSecond(), "%,.0f", fastest);
    key("Most payload per second", fullest.megabytesPerSecond(), "%,.1f MB/s", fullest);
    boolean open = !results.openLoops().isEmpty();
    RunResult timed = open ? results.openLoops().get(0) : runs.get(0);
    String what = open ? "Latency" : "Time in the queue";
    double half = millis(timed, BenchPrinter.Quantile.P50);
    double nearlyAll = millis(timed, BenchPrinter.Quantile.P99);
    key(what + ", half below", half, "%,.3f ms", timed);
    key(what + ", 99 % below", nearlyAll, "%,.3f ms", timed);
    out.close();
  }

  private RunResult max(Comparator<RunResult> order) {
    return runs.stream().max(order).orElseThrow();
  }

  private static double millis(RunResult run, BenchPrinter.Quantile quantile) {
    return quantile.micros(run.latencies()) / 1000.0;
  }

  private void key(String name, double value, String format, RunResult run) {
    out.open("div").element("dt", name).open("dd");
    out.text(String.format(Locale.ROOT, format, value) + " ");
    String rate =
        run.rate() > 0 ? String.format(Locale.ROOT, ", %,.0f messages/s", run.asked()) : "";
    out.element("small", "at " + bytes(run.bytes()) + rate);
    out.close().close();
  }

  private static String bytes(int bytes) {
    return String.format(Locale.ROOT, bytes == 1 ? "%,d byte" : "%,d bytes", bytes);
  }

  private void limits() {
    out.element("h2", "What limited it, most likely");
    List<List<String>> rows = new ArrayList<>();
    for (BottleneckSpan group : BottleneckSpan.of(runs)) {
      List<String> also = group.limit().also();
      rows.add(
          List.of(
              group.sizes(),
              group.text(),
              also.isEmpty() ? "" : "Also: " + String.join("; ", also)));
    }
    out.raw(Table.facts(rows));
  }

  private void plots() {
    ReportPlots plots = new ReportPlots(runs);
    out.element("h2", "Throughput");
    if (runs.size() > 1) {
      out.raw(plots.payloadBySize()).raw(plots.messagesBySize());
    }
    out.raw(plots.throughputOverTime());
    if (!results.atHalf().isEmpty()) {
      out.element("h2", "Latency at half of the maximum");
      out.raw(new ReportPlots(results.atHalf()).latencyByPercentile());
    }
    out.element("h2", results.closedLoops().isEmpty() ? "Latency" : "Time in the queue");
    out.raw(plots.latencyByPercentile()).raw(plots.latencyOverTime());
  }

  private void figures() {
    out.element("h2", "Figures");
    List<List<String>> rows = new ArrayList<>();
    for (RunResult run : results.all()) {
      List<String> row = new ArrayList<>();
      row.add(count(run.bytes()));
      row.add(run.rate() > 0 ? fixed(run.asked(), 0) : "–");
      row.add(count(run.writes()));
      row.add(fixed(run.seconds(), 3));
      row.add(fixed(run.writesPerSecond(), 0));
      row.add(fixed(run.megabytesPerSecond(), 3));
      row.add(count(run.retransmits()));
      for (BenchPrinter.Quantile quantile : BenchPrinter.Quantile.values()) {
        row.add(fixed(millis(run, quantile), 3));
      }
      rows.add(row);
    }
    out.raw(
        Table.of(
            "Messages that every member delivered, from the first write to the last delivery; times"
                + " in milliseconds: latencies at a given rate, and without one the time in the"
                + " sender's queue.",
            List.of(
                "Bytes",
                "Rate asked for",
                "Messages",
                "Seconds",
                "Messages/s",
                "MB/s",
                "Packets sent again",
                "50 %",
                "90 %",
                "99 %",
                "99.9 %",
                "Most"),
            rows));
  }

  private void members() {
    out.element("h2", "Members");
    List<List<String>> rows = new ArrayList<>();
    for (RunResult run : runs) {
      run.perMember().forEach(member -> rows.add(row(run, member)));
    }
    out.raw(
        Table.of(
            "What each member sent, received and used. Ring, receive and send are the shares of the"
                + " time in which that thread had a processor; machine is the share of all"
                + " processor time of its machine that anyone used.",
            List.of(
                "Bytes",
                "Member",
                "Sent",
                "Sent MB/s",
                "Received",
                "Received MB/s",
                "CPU s",
                "Ring",
                "Receive",
                "Send",
                "Machine",
                "Packets sent again",
                "Requests"),
            rows));
  }

  private static List<String> row(RunResult run, MemberResult member) {
    MemberFigures figures = member.figures();
    boolean sends = member.sent() > 0;
    return List.of(
        count(run.bytes()),
        String.valueOf(member.nodeId()),
        sends ? count(member.sent()) : "–",
        sends ? fixed(run.megabytesPerSecond(member.sent()), 3) : "–",
        count(member.delivered()),
        fixed(run.megabytesPerSecond(member.delivered()), 3),
        fixed(figures.seconds(MemberFigure.CPU_NANOS), 3),
        percent(member.share(MemberFigure.LOOP_NANOS, run.seconds())),
        percent(member.share(MemberFigure.RECEIVE_NANOS, run.seconds())),
        sends ? percent(member.senderShare()) : "–",
        percent(member.machineShare()),
        count(figures.get(MemberFigure.RETRANSMITS)),
        count(figures.get(MemberFigure.REQUESTS)));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private void machine() {
    out.element("h2", "Machine");
    List<List<String>> facts = new ArrayList<>();
    for (Map.Entry<String, String> fact : Machine.describe().entrySet()) {
      facts.add(List.of(fact.getKey(), fact.getValue()));
    }
    out.raw(Table.facts(facts));
    out.element("h2", "Configuration");
    out.raw(Table.facts(setup.configuration()));
  }

  private void reading() {
    out.element("h2", "How to read this");
    out.element(
        "p",
        "MB is 1,000,000 bytes of payload. A message counts once, when every member has delivered"
            + " it. Latency runs from the moment a message was due to be sent until a member"
            + " delivered it, at the members that share a clock with its sender; with --rate a"
            + " message is due by the rate asked for, however late it could be sent, and without"
            + " --rate when the sender hands it over: what is measured then is the time in the"
            + " sender's own queue, which is called that.");
    out.element(
        "p",
        "What limited a run is told from these figures by fixed rules, and may be wrong where two"
            + " limits are close to each other or where something outside was not measured.");
  }
}
