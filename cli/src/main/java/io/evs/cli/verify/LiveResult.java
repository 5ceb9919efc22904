package io.evs.cli.verify;

import io.evs.cli.terminal.Json;
import io.evs.verify.report.Exercised;
import io.evs.verify.report.Property;
import io.evs.verify.report.Violation;
import java.util.List;

/**
 * What a live check found.
 *
 * @param processes members that took part
 * @param sent messages sent by all
 * @param deliveries messages delivered, at all members of this process
 * @param configurations configuration changes delivered, at all members of this process
 * @param violations what is wrong
 */
record LiveResult(
    int processes, long sent, long deliveries, long configurations, List<Violation> violations) {

  boolean ok() {
    return violations.isEmpty();
  }

  /** One document; a live check sees no rings end, so nothing of that was exercised. */
  String json() {
    return Json.document(
        "verify",
        json -> {
          json.writeBooleanField("ok", ok());
          json.writeNumberField("processes", processes);
          json.writeNumberField("events", sent + deliveries + configurations);
          json.writeNumberField("configurations", configurations);
          json.writeNumberField("deliveries", deliveries);
          Violation.write(json, violations);
          new Exercised(1, 0, 0, 0).write(json);
        });
  }

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder(ok() ? "ok: " : "VIOLATED: ");
    text.append(processes).append(" members sent ").append(sent).append(" messages, ");
    text.append(deliveries).append(" deliveries compared");
    for (Violation violation : violations) {
      text.append('\n').append(violation.line());
    }
    if (!ok()) {
      text.append('\n').append(Property.hint());
    }
    return text.toString();
  }
}
