package io.evs.sim;

import io.evs.verify.Property;
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
public record Findings(
    List<Finding> violations, Map<String, Long> exercised, long events, long digest) {
  /** Copies the list. */
  public Findings {
    violations = List.copyOf(violations);
  }

  /**
   * One violation.
   *
   * @param property B1 to L4, W, X for an engine error, S for a scenario's claim
   * @param message what, where
   * @param process the process, or 0
   */
  public record Finding(Property property, String message, int process) {}
}
