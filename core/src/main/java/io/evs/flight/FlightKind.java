package io.evs.flight;

/**
 * What a flight recorder keeps. The three numbers a, b and c of an event mean what is said here;
 * two halves of a number are written high and low.
 */
public enum FlightKind {
  /** The member began; a: token time-out, b: consensus time-out, both in nanoseconds. */
  START,
  /** The member left on purpose. */
  LEFT,
  /**
   * A ring is formed from now on; node: who caused it, or 0; a: representative of the ring left,
   * ordinal of the {@link GatherReason}; b: sequence of the ring left, 0 if there was none; c:
   * token_seq of the token accepted last, 1 if an attempt failed that had gone as far as Commit.
   */
  GATHER,
  /** A join message with new lists was sent. */
  JOIN_SENT,
  /** A join message with new lists was heard of the node. */
  JOIN_HEARD,
  /** A leave message was heard of the node. */
  LEAVE_HEARD,
  /** The consensus time-out ended; these did not answer. */
  SILENT,
  /** All agreed, and the commit token of the node did not come. */
  NO_COMMIT,
  /** The commit token of a ring of that representative was taken; b: sequence. */
  COMMIT,
  /** The messages of the old ring are exchanged; b: sequence of the ring to come. */
  RECOVERY,
  /**
   * The ring of that representative was installed; a: representative of the ring before, time since
   * GATHER in microseconds; b: sequence; c: sequence of the ring before, 0 if there was none.
   */
  INSTALLED,
  /** This member got tokens but not the messages; a: what it has, what there is. */
  FAILED_TO_RECEIVE,
  /**
   * Sum of some tenths of a second to some seconds; node: the predecessor; a: tokens accepted,
   * tokens sent again; b: longest time between two in microseconds, token_seq of the last; c: seq
   * and aru of the last.
   */
  TOKENS,
  /**
   * Sum over the same time, of the packets of one sender; a: received, of them those that came only
   * after they had been asked for; b: largest received, largest of those; c: smallest of those.
   */
  RECEIVED,
  /** Sum over the same time; a: requests for packets, of them the lowest number; b: highest. */
  REQUESTED,
  /** Sum over the same time; a: packets sent again on request; b: largest, smallest. */
  RESENT,
  /** This process did not run; a: nanoseconds. */
  PAUSE,
  /** The system dropped datagrams because the socket's buffer was full; a: how many. */
  SOCKET_DROPS,
  /**
   * Packets were refused that say they are of the node, or of 0 if they do not say; a and b: the
   * address they came from, as IPv6; c: how many, ordinal of the {@link Refusal} and port (16 bits
   * each). Without node and address: the sum over about a second of packets of anybody.
   */
  REFUSED,
  /** Another node has that id; a and b: its address, as IPv6; c: its port. */
  DUPLICATE_ID;

  private static final FlightKind[] ALL = values();

  static FlightKind of(int ordinal) {
    return ALL[ordinal];
  }

  static int count() {
    return ALL.length;
  }
}
