package io.evs.flight;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * An event that was recorded.
 *
 * @param at nanoseconds of its node's monotonic clock
 * @param kind what happened
 * @param node a node id, 0 for none
 * @param a first number
 * @param b second number
 * @param c third number
 * @param lists node ids that belong to it
 */
public record FlightEvent(
    long at, FlightKind kind, int node, long a, long b, long c, Map<FlightList, int[]> lists) {
  private static final int[] NOBODY = {};

  /** The ids of one list; empty if there is none. Not to be changed. */
  public int[] list(FlightList which) {
    return lists.getOrDefault(which, NOBODY);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlightEvent event
        && at == event.at
        && kind == event.kind
        && node == event.node
        && a == event.a
        && b == event.b
        && c == event.c
        && Arrays.stream(FlightList.values())
            .allMatch(each -> Arrays.equals(list(each), event.list(each)));
  }

  @Override
  public int hashCode() {
    return Objects.hash(at, kind, node, a, b, c);
  }
}
