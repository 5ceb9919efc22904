package io.evs.cli.bench;

import io.evs.cli.bench.result.Bottleneck;
import io.evs.cli.bench.result.Limits;
import io.evs.cli.bench.result.MemberFigure;
import io.evs.cli.bench.result.RunResult;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The CSV file: a header, and a row for each size (RFC 4180, lines end with a line feed). */
final class CsvTable {
  private static final String LEADING =
      "bytes,members,writes,delivered,seconds,writes_per_second,megabytes_per_second,retransmits,"
          + "cpu_seconds,p50_us,p90_us,p99_us,p999_us,max_us";
  private static final String FURTHER =
      "senders,guarantee,transport,security,rate_per_second,retransmit_requests,"
          + "receive_buffer_drops,limit,limit_node_id,interrupted,started_at";

  private CsvTable() {}

  /** Names of the columns. */
  static String header() {
    return LEADING + "," + FURTHER;
  }

  static void write(PrintStream out, BenchPrinter.Head head, List<RunResult> runs) {
    out.print(header() + "\n");
    runs.forEach(run -> out.print(row(head, run) + "\n"));
  }

  static String row(BenchPrinter.Head head, RunResult run) {
    List<Object> cells = new ArrayList<>();
    cells.add(run.bytes());
    cells.add(run.members());
    cells.add(run.writes());
    cells.add(run.delivered());
    cells.add(fixed(run.seconds(), 6));
    cells.add(fixed(run.writesPerSecond(), 1));
    cells.add(fixed(run.megabytesPerSecond(), 3));
    cells.add(run.retransmits());
    cells.add(fixed(run.cpuSeconds().stream().mapToDouble(Double::doubleValue).sum(), 3));
    for (BenchPrinter.Quantile quantile : BenchPrinter.Quantile.values()) {
      cells.add(quantile.micros(run.latencies()));
    }
    cells.add(head.senders());
    cells.add(head.guarantee());
    cells.add(head.transport());
    cells.add(head.security());
    cells.add(run.rate());
    cells.add(run.sum(MemberFigure.REQUESTS));
    cells.add(Limits.receiveBufferDrops(run));
    Bottleneck limit = run.limit();
    cells.add(limit.kind().field());
    cells.add(limit.nodeId() == 0 ? "" : limit.nodeId());
    cells.add(run.partial());
    cells.add(Instant.ofEpochMilli(run.startMillis()));
    return cells.stream().map(cell -> quoted(cell.toString())).collect(Collectors.joining(","));
  }

  static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  private static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
