package io.evs.verify.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.text.PlainText;
import java.io.IOException;
import java.util.List;

/**
 * What the checker found.
 *
 * @param processes processes with a log
 * @param events events read, of all kinds
 * @param configurations configuration changes delivered, regular and transitional, at all processes
 * @param deliveries messages delivered, at all processes
 * @param violations the first ones found, at least one of each violated property
 * @param violationCount all of them
 * @param warnings what a person should know and is no violation
 * @param exercised how much was put to the test
 */
public record Report(
    int processes,
    long events,
    long configurations,
    long deliveries,
    List<Violation> violations,
    long violationCount,
    List<String> warnings,
    Exercised exercised) {

  /** Copies the lists. */
  public Report {
    violations = List.copyOf(violations);
    warnings = List.copyOf(warnings);
  }

  /** True if every promise was kept. */
  public boolean ok() {
    return violationCount == 0;
  }

  /** Writes the fields of {@code evs verify}, from {@code ok} on, into an object that is open. */
  public void write(JsonGenerator json) throws IOException {
    json.writeBooleanField("ok", ok());
    json.writeNumberField("processes", processes);
    json.writeNumberField("events", events);
    json.writeNumberField("configurations", configurations);
    json.writeNumberField("deliveries", deliveries);
    Violation.write(json, violations);
    json.writeNumberField("violation_count", violationCount);
    exercised.write(json);
    json.writeArrayFieldStart("warnings");
    for (String warning : warnings) {
      json.writeString(warning);
    }
    json.writeEndArray();
  }

  /** The report for people, several lines, each ended. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(ok() ? "ok: " : "VIOLATED: ");
    text.append(processes).append(" processes, ").append(events).append(" events, ");
    text.append(configurations).append(" configuration changes, ");
    text.append(deliveries).append(" deliveries\n");
    text.append("exercised: ").append(exercised.rings()).append(" rings, ");
    text.append(exercised.tails()).append(" tails with messages, ");
    text.append(exercised.gaps()).append(" gaps, ");
    text.append(exercised.safeInTails()).append(" safe messages in tails\n");
    for (Violation violation : violations) {
      text.append(violation.line()).append('\n');
    }
    if (!violations.isEmpty()) {
      text.append(Property.hint()).append('\n');
    }
    if (violationCount > violations.size()) {
      text.append(violationCount - violations.size()).append(" more violations\n");
    }
    for (String warning : warnings) {
      text.append("warning: ").append(PlainText.of(warning)).append('\n');
    }
    return text.toString();
  }
}
