package io.evs.cli.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.cli.bench.result.BenchResults;
import io.evs.cli.bench.result.Bottleneck;
import io.evs.cli.bench.result.IntervalReport;
import io.evs.cli.bench.result.MemberFigure;
import io.evs.cli.bench.result.MemberFigures;
import io.evs.cli.bench.result.MemberResult;
import io.evs.cli.bench.result.Others;
import io.evs.cli.bench.result.RunResult;
import io.evs.cli.bench.result.Warmup;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** Prints results: lines as they come, one JSON document at the end, or nothing. */
public final class BenchPrinter {
  /**
   * What all runs have in common.
   *
   * @param nodes members of the ring
   * @param senders how many of them send
   * @param guarantee agreed or safe
   * @param transport multicast or unicast
   * @param security the suite
   */
  public record Head(int nodes, int senders, String guarantee, String transport, String security) {
    /** For people, with what else they should know. */
    String sentence() {
      return String.format(
          Locale.ROOT,
          "evs bench: %d members, %d sending, %s, %s, security %s; Java %s, %d processors",
          nodes,
          senders,
          guarantee,
          transport,
          security,
          Runtime.version().feature(),
          Runtime.getRuntime().availableProcessors());
    }
  }

  private final PrintStream out;
  private final Form form;

  /** What is printed. */
  public enum Form {
    /** Lines for people. */
    TEXT,
    /** JSON. */
    JSON,
    /** Nothing: a file goes to standard output. */
    NOTHING
  }

  public BenchPrinter(PrintStream out, Form form) {
    this.out = out;
    this.form = form;
  }

  /** A run is over. */
  public void run(RunResult run) {
    if (form == Form.TEXT) {
      Text.println(out, run.line());
    }
  }

  /** Whether nobody reads any more. */
  boolean isBroken() {
    return out.checkError();
  }

  /** A part of a run is over. */
  void interval(IntervalReport part) {
    if (form == Form.JSON) {
      Json.println(out, Json.object(fields -> write(fields, part)));
    } else if (form == Form.TEXT) {
      Text.println(out, part.line());
    }
  }

  /** What people want to know behind the rows. */
  void summary(BenchResults results) {
    if (form == Form.TEXT) {
      Summary.lines(results).forEach(line -> Text.println(out, line));
    }
  }

  /** All runs are over; {@code interrupted} before the last size. */
  public void end(Head head, BenchResults results, boolean interrupted) {
    if (form == Form.JSON) {
      Json.println(
          out, Json.document("bench", fields -> write(fields, head, results, interrupted)));
    }
  }

  private static void write(JsonGenerator json, IntervalReport part) throws IOException {
    json.writeStringField("event", "interval");
    json.writeNumberField("bytes", part.bytes());
    number(json, "from_seconds", part.fromSeconds(), 3);
    number(json, "to_seconds", part.toSeconds(), 3);
    json.writeNumberField("writes", part.writes());
    number(json, "writes_per_second", part.writesPerSecond(), 1);
    number(json, "megabytes_per_second", part.megabytesPerSecond(), 3);
    json.writeNumberField("retransmits", part.retransmits());
  }

  private static void write(
      JsonGenerator json, Head head, BenchResults results, boolean interrupted) throws IOException {
    json.writeNumberField("nodes", head.nodes());
    json.writeNumberField("senders", head.senders());
    json.writeStringField("guarantee", head.guarantee());
    json.writeStringField("transport", head.transport());
    json.writeStringField("security", head.security());
    write(json, "runs", results.runs());
    write(json, "at_half", results.atHalf());
    write(json, results.warmup());
    json.writeBooleanField("interrupted", interrupted);
  }

  private static void write(JsonGenerator json, String name, List<RunResult> runs)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (RunResult run : runs) {
      json.writeStartObject();
      write(json, run);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Warmup warmup) throws IOException {
    json.writeObjectFieldStart("warmup");
    number(json, "seconds", warmup.seconds(), 3);
    json.writeArrayFieldStart("writes_per_second");
    for (double rate : warmup.rates()) {
      json.writeRawValue(fixed(rate, 1));
    }
    json.writeEndArray();
    if (warmup.isAdaptive()) {
      json.writeBooleanField("steady", warmup.isSteady());
    }
    json.writeEndObject();
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
    if (run.rate() > 0) {
      json.writeNumberField("rate_per_second", run.rate());
      number(json, "sent_per_second", run.sentPerSecond(), 1);
    }
    json.writeBooleanField("interrupted", run.partial());
    json.writeStringField("started_at", Instant.ofEpochMilli(run.startMillis()).toString());
    json.writeNumberField("reformations", run.reformations());
    OptionalDouble others = Others.share(run);
    if (others.isPresent()) {
      number(json, "others_share", others.getAsDouble(), 3);
    }
    json.writeArrayFieldStart("per_member");
    for (MemberResult member : run.perMember()) {
      write(json, run, member);
    }
    json.writeEndArray();
    write(json, run.limit());
  }

  private static void write(JsonGenerator json, RunResult run, MemberResult member)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("node_id", member.nodeId());
    json.writeNumberField("sent", member.sent());
    json.writeNumberField("sent_bytes", member.sent() * run.bytes());
    number(json, "sent_megabytes_per_second", run.megabytesPerSecond(member.sent()), 3);
    json.writeNumberField("delivered", member.delivered());
    json.writeNumberField("delivered_bytes", member.delivered() * run.bytes());
    number(json, "delivered_megabytes_per_second", run.megabytesPerSecond(member.delivered()), 3);
    number(json, "machine_busy", member.machineShare(), 3);
    for (MemberFigure figure : MemberFigure.values()) {
      if (figure != MemberFigure.SENT && figure.isAmount()) {
        write(json, figure, member.figures());
      }
    }
    json.writeEndObject();
  }

  /** Times are written in seconds. */
  private static void write(JsonGenerator json, MemberFigure figure, MemberFigures figures)
      throws IOException {
    String name = figure.field();
    if (name.endsWith("_nanos")) {
      number(json, name.replaceFirst("nanos$", "seconds"), figures.seconds(figure), 3);
    } else {
      json.writeNumberField(name, figures.get(figure));
    }
  }

  private static void write(JsonGenerator json, Bottleneck limit) throws IOException {
    json.writeObjectFieldStart("limit");
    json.writeStringField("most_likely", limit.kind().field());
    if (limit.nodeId() != 0) {
      json.writeNumberField("node_id", limit.nodeId());
    }
    json.writeStringField("text", limit.text());
    json.writeArrayFieldStart("also");
    for (String text : limit.also()) {
      json.writeString(text);
    }
    json.writeEndArray();
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
