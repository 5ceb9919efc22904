package io.evs.sim.trace;

import io.evs.verify.report.Violation;
import java.util.List;
import java.util.Map;

/**
 * What the checker says of the traces of a run.
 *
 * @param violations none if all is well
 * @param exercised how much there was to check, by name
 * @param events trace lines
 * @param digest of the bytes of all traces
 */
public record CheckResult(
    List<Violation> violations, Map<String, Long> exercised, long events, long digest) {
  /** Copies the list. */
  public CheckResult {
    violations = List.copyOf(violations);
  }
}
