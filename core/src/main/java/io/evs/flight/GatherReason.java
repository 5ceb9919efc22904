package io.evs.flight;

/** What made a member form another ring. */
public enum GatherReason {
  /** It started. */
  START,
  /** No token came within the token time-out. */
  TOKEN_LOST,
  /** A join message was heard. */
  JOIN_HEARD,
  /** A leave message was heard. */
  LEAVE_HEARD,
  /** Another ring was heard. */
  OTHER_RING,
  /** This member got tokens but not the messages. */
  FAILED_TO_RECEIVE,
  /** The members' states were not exchanged in time. */
  REFORM,
  /** Recovery did not end. */
  ENDLESS_RECOVERY,
  /** Two nodes of one id took part in the attempt. */
  NAMESAKES,
  /** Not all answered within the consensus time-out. */
  NO_CONSENSUS;

  private static final GatherReason[] ALL = values();

  /** The reason with that ordinal; TOKEN_LOST for one of a version to come. */
  public static GatherReason of(int ordinal) {
    return ordinal >= 0 && ordinal < ALL.length ? ALL[ordinal] : TOKEN_LOST;
  }
}
