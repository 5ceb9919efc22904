package io.evs.cli.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Terminal;
import io.evs.cli.terminal.Text;
import io.evs.sim.SimResult;
import io.evs.sim.world.Mark;
import io.evs.verify.report.Property;
import io.evs.verify.report.Violation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what runs came to. */
final class SimPrinter {
  private static final List<String> EXERCISED = List.of("rings", "tails", "gaps", "safe_in_tails");

  private final Terminal terminal;
  private final boolean coverage;

  SimPrinter(Terminal terminal, boolean coverage) {
    this.terminal = terminal;
    this.coverage = coverage;
  }

  /** For people. */
  void text(SimReport report) {
    PrintStream out = terminal.out();
    Text.println(
        out,
        String.format(
            Locale.ROOT,
            "%s: %d %s, %d deliveries, %d configurations, %.1f virtual seconds, digest %s",
            report.ok() ? "ok" : "FAILED",
            report.runs(),
            report.runs() == 1 ? "run" : "runs",
            report.deliveries(),
            report.configurations(),
            report.virtualSeconds(),
            report.digest()));
    for (SimResult failure : report.failures()) {
      Text.println(out, failure.summary());
      Text.println(out, "  options: " + failure.description());
    }
    if (!report.ok()) {
      Text.println(out, Property.hint());
    }
    if (coverage) {
      report.exercised().forEach((name, count) -> line(out, name, count, ""));
      report.counters().forEach((name, count) -> line(out, name, count, ""));
      Text.println(out, "marks:");
      for (Mark mark : Mark.values()) {
        long count = report.marks().getOrDefault(mark.key(), 0L);
        line(out, mark.key(), count, (count == 0 ? "  NOT REACHED: " : "  ") + mark.text());
      }
    }
    rate(report);
  }

  /** How fast it went, on standard error: it differs from run to run. */
  private void rate(SimReport report) {
    if (report.runs() > 1 && report.runsPerSecond() > 0) {
      int cores = (int) Math.min(Runtime.getRuntime().availableProcessors(), report.runs());
      Text.println(
          terminal.err(),
          String.format(
              Locale.ROOT,
              "%.0f seeds per second, %.0f per core on %d cores",
              report.runsPerSecond(),
              report.runsPerSecond() / cores,
              cores));
    }
  }

  private static void line(PrintStream out, String name, long count, String text) {
    Text.println(out, String.format("%12d  %s%s", count, name, text));
  }

  /** One document. */
  void json(SimReport report) {
    Json.println(terminal.out(), Json.document("simulate", json -> write(json, report)));
  }

  private void write(JsonGenerator json, SimReport report) throws IOException {
    json.writeBooleanField("ok", report.ok());
    json.writeNumberField(
        "seed", report.ok() ? report.seeds().from() : report.failures().get(0).seed());
    json.writeNumberField("seed_to", report.seeds().to());
    json.writeNumberField("runs", report.runs());
    json.writeNumberField("processes", report.processes());
    json.writeNumberField("events", report.exercised().getOrDefault("events", report.steps()));
    json.writeNumberField("configurations", report.configurations());
    json.writeNumberField("deliveries", report.deliveries());
    json.writeStringField("digest", report.digest());
    json.writeFieldName("virtual_seconds");
    json.writeRawValue(String.format(Locale.ROOT, "%.6f", report.virtualSeconds()));
    violations(json, report.failures());
    json.writeObjectFieldStart("exercised");
    for (String name : EXERCISED) {
      json.writeNumberField(name, report.exercised().getOrDefault(name, 0L));
    }
    json.writeEndObject();
    if (coverage) {
      json.writeObjectFieldStart("coverage");
      for (Map.Entry<String, Long> mark : report.marks().entrySet()) {
        json.writeNumberField(mark.getKey(), mark.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("counters");
      for (Map.Entry<String, Long> counter : report.counters().entrySet()) {
        json.writeNumberField(counter.getKey(), counter.getValue());
      }
      json.writeEndObject();
    }
  }

  private static void violations(JsonGenerator json, List<SimResult> failures) throws IOException {
    json.writeArrayFieldStart("violations");
    for (SimResult failure : failures) {
      for (Violation finding : failure.findings()) {
        json.writeStartObject();
        finding.write(json);
        json.writeNumberField("seed", failure.seed());
        json.writeStringField("options", failure.description());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }
}
