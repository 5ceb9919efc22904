package io.evs.flight;

/**
 * Takes the events of one member, in order, from its loop thread. Must not block, and allocates
 * nothing.
 */
public interface FlightSink {
  /** Forgets everything. */
  FlightSink NONE =
      new FlightSink() {
        @Override
        public void event(long now, FlightKind kind, int node, long a, long b, long c) {}

        @Override
        public void list(FlightList which, int[] nodes) {}
      };

  /**
   * Something happened.
   *
   * @param now nanoseconds of the member's monotonic clock
   * @param node a node id, 0 for none
   * @param a meaning of this and the next two: {@link FlightKind}
   */
  void event(long now, FlightKind kind, int node, long a, long b, long c);

  /** A list of node ids that belongs to the event before. */
  void list(FlightList which, int[] nodes);

  /** Two numbers as one: both are cut to 32 bits. */
  static long pair(long high, long low) {
    return high << 32 | low & 0xffffffffL;
  }

  /** The high half, as a number without sign. */
  static long high(long pair) {
    return pair >>> 32;
  }

  /** The low half, as a number without sign. */
  static long low(long pair) {
    return pair & 0xffffffffL;
  }
}
