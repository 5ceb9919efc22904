package io.evs.cli.verify;

import io.evs.cli.terminal.Json;
import io.evs.cli.verify.ChaosPlan.Kind;
import io.evs.verify.report.Property;
import io.evs.verify.report.Report;
import io.evs.verify.report.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run under faults came to.
 *
 * @param seed from which the faults were drawn
 * @param faults how many of each kind
 * @param rotations how often the key was changed
 * @param dropped datagrams that were lost on purpose
 * @param compared deliveries that the members compared among themselves
 * @param live what that comparison found
 * @param traces what the checker found in the traces
 */
record ChaosResult(
    long seed,
    Map<Kind, Integer> faults,
    int rotations,
    long dropped,
    long compared,
    List<Violation> live,
    Report traces) {

  boolean ok() {
    return live.isEmpty() && traces.ok();
  }

  /** As the document of recorded traces, with the faults. */
  String json() {
    List<Violation> all = new ArrayList<>(live);
    all.addAll(traces.violations());
    Report both =
        new Report(
            traces.processes(),
            traces.events(),
            traces.configurations(),
            traces.deliveries(),
            all,
            traces.violationCount() + live.size(),
            traces.warnings(),
            traces.exercised());
    return Json.document(
        "verify",
        json -> {
          json.writeNumberField("seed", seed);
          json.writeObjectFieldStart("faults");
          for (Map.Entry<Kind, Integer> fault : faults.entrySet()) {
            json.writeNumberField(fault.getKey().label(), fault.getValue());
          }
          json.writeEndObject();
          json.writeNumberField("key_rotations", rotations);
          json.writeNumberField("dropped", dropped);
          json.writeNumberField("compared", compared);
          both.write(json);
        });
  }

  /** For people. */
  String text() {
    String kinds =
        faults.entrySet().stream()
            .map(fault -> fault.getKey().label() + " " + fault.getValue())
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder(ok() ? "ok: " : "VIOLATED: ");
    text.append("faults of seed ").append(seed).append(": ").append(kinds);
    if (rotations > 0) {
      text.append(", ").append(rotations).append(" changes of the key");
    }
    text.append(", ").append(dropped).append(" datagrams lost; ");
    text.append(compared).append(" deliveries compared\n");
    for (Violation violation : live) {
      text.append(violation.line()).append('\n');
    }
    if (!live.isEmpty() && traces.ok()) {
      text.append(Property.hint()).append('\n');
    }
    return text.append("traces: ").append(traces.toText().strip()).toString();
  }
}
