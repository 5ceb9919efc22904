package io.evs.node.status;

/**
 * A figure that a node tells: the one description from which every display takes it.
 *
 * @param name in status, JSON, and, with the unit and kind that Prometheus wants, in metrics
 * @param kind how it behaves
 * @param unit what is counted or measured, in the plural: packets, bytes, seconds
 * @param help one line for people, without a full stop
 */
public record Metric(String name, MetricKind kind, String unit, String help) {
  private static final String MICROSECONDS = "microseconds";

  /** Whether Prometheus gets it in seconds, as it wants all times, instead of microseconds. */
  public boolean isTime() {
    return unit.equals(MICROSECONDS);
  }

  /** Its name for Prometheus: what is counted in microseconds is told in seconds there. */
  public String exposedName() {
    String base = "evs_" + (isTime() ? name.replace("_" + MICROSECONDS, "_seconds") : name);
    return switch (kind) {
      case COUNTER -> base + "_total";
      case GAUGE -> base;
      case HISTOGRAM -> base + "_seconds";
    };
  }
}
