package io.evs.console.source;

import io.evs.NodeStatus;
import io.evs.Timing;

/**
 * How long things took at the node that is looked at, in the last half to whole minute.
 *
 * @param rotation token rotations of a busy ring
 * @param agreed from submission to own delivery of agreed messages
 * @param safe the same of safe ones
 */
public record LatencyFigures(Timing.Recent rotation, Timing.Recent agreed, Timing.Recent safe) {
  /** Nothing was measured. */
  public static final LatencyFigures UNKNOWN =
      new LatencyFigures(Timing.NONE.recent(), Timing.NONE.recent(), Timing.NONE.recent());

  public static LatencyFigures of(NodeStatus status) {
    return new LatencyFigures(
        status.timing("token_rotation").recent(),
        status.timing("agreed").recent(),
        status.timing("safe").recent());
  }

  /** Microseconds; NaN if nothing was measured. */
  public static double p50(Timing.Recent recent) {
    return recent.count() == 0 ? Double.NaN : recent.p50Nanos() / 1e3;
  }

  /** Microseconds; NaN if nothing was measured. */
  public static double p99(Timing.Recent recent) {
    return recent.count() == 0 ? Double.NaN : recent.p99Nanos() / 1e3;
  }
}
