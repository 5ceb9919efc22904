package io.evs.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.cli.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Prints results: lines as they come, or one JSON document at the end. */
final class BenchPrinter {
  static final String CSV_HEADER =
      "bytes,members,writes,delivered,seconds,writes_per_second,megabytes_per_second,retransmits,"
          + "cpu_seconds,p50_us,p90_us,p99_us,p999_us,max_us";

  /**
   * What all runs have in common.
   *
   * @param nodes members of the ring
   * @param senders how many of them send
   * @param guarantee agreed or safe
   * @param transport multicast or unicast
   * @param security the suite
   */
  record Head(int nodes, int senders, String guarantee, String transport, String security) {}

  private final PrintStream out;
  private final boolean json;
  private final List<RunResult> runs = new ArrayList<>();

  BenchPrinter(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** A run is over. */
  void run(RunResult run) {
    runs.add(run);
    if (!json) {
      Json.println(out, run.line());
    }
  }

  /** Whether nobody reads any more. */
  boolean isBroken() {
    return out.checkError();
  }

  /** A part of a run is over. */
  void interval(IntervalReport part) {
    Json.println(out, json ? Json.object(fields -> write(fields, part)) : part.line());
  }

  /** All runs are over. */
  void end(Head head) {
    if (json) {
      Json.println(out, Json.document("bench", fields -> write(fields, head)));
    }
  }

  List<RunResult> runs() {
    return List.copyOf(runs);
  }

  private static void write(JsonGenerator json, IntervalReport part) throws IOException {
    json.writeStringField("event", "interval");
    json.writeNumberField("bytes", part.bytes());
    number(json, "from_seconds", part.fromSeconds(), 3);
    number(json, "to_seconds", part.toSeconds(), 3);
    json.writeNumberField("writes", part.writes());
    number(json, "writes_per_second", part.writesPerSecond(), 1);
    number(json, "megabytes_per_second", part.megabytesPerSecond(), 3);
  }

  private void write(JsonGenerator json, Head head) throws IOException {
    json.writeNumberField("nodes", head.nodes());
    json.writeNumberField("senders", head.senders());
    json.writeStringField("guarantee", head.guarantee());
    json.writeStringField("transport", head.transport());
    json.writeStringField("security", head.security());
    json.writeArrayFieldStart("runs");
    for (RunResult run : runs) {
      json.writeStartObject();
      write(json, run);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, RunResult run) throws IOException {
    json.writeNumberField("bytes", run.bytes());
    json.writeNumberField("members", run.members());
    json.writeNumberField("writes", run.writes());
    json.writeNumberField("delivered", run.delivered());
    number(json, "seconds", run.seconds(), 6);
    number(json, "writes_per_second", run.writesPerSecond(), 1);
    number(json, "megabytes_per_second", run.megabytesPerSecond(), 3);
    json.writeNumberField("retransmits", run.retransmits());
    json.writeArrayFieldStart("cpu_seconds");
    for (double cpu : run.cpuSeconds()) {
      json.writeRawValue(fixed(cpu, 3));
    }
    json.writeEndArray();
    json.writeObjectFieldStart("latency_us");
    for (Quantile quantile : Quantile.values()) {
      json.writeNumberField(quantile.field(), quantile.micros(run.latencies()));
    }
    json.writeEndObject();
  }

  /** Decimal digits instead of an exponent, and no more of them than mean something. */
  private static void number(JsonGenerator json, String name, double value, int digits)
      throws IOException {
    json.writeFieldName(name);
    json.writeRawValue(fixed(value, digits));
  }

  private static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** One row of the CSV file. */
  static String csv(RunResult run) {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(run.bytes()));
    cells.add(String.valueOf(run.members()));
    cells.add(String.valueOf(run.writes()));
    cells.add(String.valueOf(run.delivered()));
    cells.add(fixed(run.seconds(), 6));
    cells.add(fixed(run.writesPerSecond(), 1));
    cells.add(fixed(run.megabytesPerSecond(), 3));
    cells.add(String.valueOf(run.retransmits()));
    cells.add(fixed(run.cpuSeconds().stream().mapToDouble(Double::doubleValue).sum(), 3));
    for (Quantile quantile : Quantile.values()) {
      cells.add(String.valueOf(quantile.micros(run.latencies())));
    }
    return String.join(",", cells);
  }

  /** The quantiles that are reported. */
  enum Quantile {
    P50(50),
    P90(90),
    P99(99),
    P999(99.9),
    MAX(100);

    private final double percent;

    Quantile(double percent) {
      this.percent = percent;
    }

    String field() {
      return name().toLowerCase(Locale.ROOT);
    }

    long micros(Histogram nanos) {
      return Math.round(nanos.getValueAtPercentile(percent) / 1000.0);
    }
  }
}
