package io.evs.quorum;

/**
 * What was decided of a configuration.
 *
 * @param primary whether it is primary
 * @param votes votes of its members that told any
 * @param problem why there can be none, in a sentence; empty if there is no such reason
 */
public record Verdict(boolean primary, long votes, String problem) {
  /** Before anything was decided. */
  public static final Verdict NONE = new Verdict(false, 0, "");
}
