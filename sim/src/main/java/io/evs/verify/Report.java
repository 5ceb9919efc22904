package io.evs.verify;

import io.evs.text.PlainText;
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

  /** The whole JSON document of a command with its usual head, without a line end. */
  public String toJson(String command) {
    JsonText json = new JsonText();
    json.open().field("schema", 1).field("command", command);
    appendTo(json);
    return json.close().toString();
  }

  /**
   * The fields from {@code ok} on, without braces, for a command that adds its own.
   *
   * @return {@code "ok":true,"processes":5,...}
   */
  public String jsonFields() {
    JsonText json = new JsonText();
    appendTo(json);
    return json.toString();
  }

  private void appendTo(JsonText json) {
    json.field("ok", ok()).field("processes", processes).field("events", events);
    json.field("configurations", configurations).field("deliveries", deliveries);
    json.name("violations").openList();
    for (Violation violation : violations) {
      json.item().open().field("property", violation.property().name());
      json.field("message", violation.message()).field("process", violation.process());
      json.field("name", violation.property().title()).close();
    }
    json.closeList().field("violation_count", violationCount);
    json.name("exercised").open().field("rings", exercised.rings());
    json.field("tails", exercised.tails()).field("gaps", exercised.gaps());
    json.field("safe_in_tails", exercised.safeInTails()).close();
    json.name("warnings").openList();
    for (String warning : warnings) {
      json.item().value(warning);
    }
    json.closeList();
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
      text.append(violation.property())
          .append(": ")
          .append(PlainText.of(violation.message()))
          .append('\n');
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
