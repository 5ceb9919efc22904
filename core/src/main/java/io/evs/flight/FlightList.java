package io.evs.flight;

/** Node ids that belong to an event. */
public enum FlightList {
  /** Members of a ring. */
  MEMBERS('M'),
  /** Candidates in a join message. */
  PROCESSORS('P'),
  /** Those it takes for failed. */
  FAILED('F'),
  /** Members that were not in the ring before. */
  JOINED('J'),
  /** Members of the ring before that did not come along. */
  LEFT('L'),
  /** Those that did not answer. */
  SILENT('S');

  private static final FlightList[] ALL = values();
  private final char letter;

  FlightList(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }

  static FlightList of(int ordinal) {
    return ALL[ordinal];
  }

  static int count() {
    return ALL.length;
  }
}
