package io.evs.sim;

import io.evs.sim.world.Mark;
import io.evs.verify.report.Property;
import io.evs.verify.report.Violation;
import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param ok whether nothing was violated
 * @param name of the scenario, or empty
 * @param seed of the run
 * @param description options and faults, enough to run it again
 * @param findings what is wrong, first things first
 * @param events trace lines of all processes
 * @param digest of the bytes of all traces
 * @param virtualNanos virtual time at the end
 * @param steps of processes
 * @param accepted messages accepted
 * @param deliveries to applications
 * @param configurations regular ones installed
 * @param packets sent, per receiver
 * @param bytes sent, per receiver
 * @param counters of all members, summed
 * @param exercised what the checker had to check
 * @param marks how often each {@link Mark} was reached, by its key
 */
public record SimResult(
    boolean ok,
    String name,
    long seed,
    String description,
    List<Violation> findings,
    long events,
    long digest,
    long virtualNanos,
    long steps,
    long accepted,
    long deliveries,
    long configurations,
    long packets,
    long bytes,
    Map<String, Long> counters,
    Map<String, Long> exercised,
    Map<String, Long> marks) {

  /** A failed run without figures. */
  public static SimResult broken(long seed, Property property, String message) {
    return new SimResult(
        false,
        "",
        seed,
        "",
        List.of(new Violation(property, message, 0)),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** Virtual time in seconds. */
  public double virtualSeconds() {
    return virtualNanos / 1e9;
  }

  /** One line for people: the first finding, or that all is well. */
  public String summary() {
    String head = (name.isEmpty() ? "" : name + " ") + "seed " + seed + ": ";
    if (ok) {
      return head + "ok";
    }
    Violation first = findings.get(0);
    return head + first.property() + ": " + first.message();
  }
}
