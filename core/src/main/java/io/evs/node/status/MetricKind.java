package io.evs.node.status;

/** How a figure behaves. Not within {@link Metric}: Javadoc of JDK 17 fails on types in records. */
public enum MetricKind {
  /** Grows from 0 at the start of the node. */
  COUNTER,
  /** Rises and falls. */
  GAUGE,
  /** Durations. */
  HISTOGRAM
}
