package io.evs;

import java.util.Arrays;
import java.util.List;

/**
 * How it is decided whether a configuration is primary (docs/protocol.md, "Quorum"). Two primary
 * configurations are never in force beside each other if all nodes have the same expected votes,
 * policy and waitForAll, and the votes of all nodes together are at most the expected ones.
 *
 * @param expectedVotes votes of all nodes together, 1 to {@value #VOTES_MAX}
 * @param votes votes of this node, 0 to the expected ones
 * @param policy the rule
 * @param waitForAll with {@link Policy#MAJORITY}, whether the first primary configuration needs all
 *     expected votes; the other policies always wait for them, and a node refuses to start with
 *     {@link Policy#LAST_KNOWN_MAJORITY} and true
 */
public record QuorumSettings(int expectedVotes, int votes, Policy policy, boolean waitForAll) {
  /** Most votes. */
  public static final int VOTES_MAX = 65_535;

  /** Which members make a configuration primary. */
  public enum Policy {
    /** More than half of the expected votes. */
    MAJORITY("majority"),
    /**
     * More than half of the votes of the last primary configuration, or half of them with the
     * member of the least id.
     */
    LAST_KNOWN_MAJORITY("last-known-majority"),
    /**
     * {@link #LAST_KNOWN_MAJORITY} of two nodes with a vote each: that of the lesser id goes on.
     */
    TWO_NODE("two-node");

    private final String text;

    Policy(String text) {
      this.text = text;
    }

    /** The name in configurations. */
    public String text() {
      return text;
    }

    /** The names of all. */
    public static List<String> texts() {
      return Arrays.stream(values()).map(Policy::text).toList();
    }

    /**
     * The policy of a name.
     *
     * @throws EvsException INVALID_PARAM if there is none of this name
     */
    public static Policy parse(String text) {
      return Arrays.stream(values())
          .filter(each -> each.text.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new EvsException(
                      EvsException.Code.INVALID_PARAM,
                      "no quorum policy \"" + text + "\"; use " + String.join(", ", texts())));
    }
  }

  /**
   * Checks the values.
   *
   * @throws EvsException INVALID_PARAM, naming what makes no majority possible
   */
  public QuorumSettings {
    require(
        expectedVotes >= 1 && expectedVotes <= VOTES_MAX,
        "quorum.expected_votes " + expectedVotes + " is not in 1.." + VOTES_MAX);
    require(
        votes >= 0 && votes <= expectedVotes,
        "quorum.votes "
            + votes
            + " of this node alone are not in 0 to quorum.expected_votes, "
            + expectedVotes
            + ": expected votes are those of all nodes together");
    require(
        policy != Policy.TWO_NODE || (expectedVotes == 2 && votes <= 1),
        "quorum.policy two-node needs quorum.expected_votes 2 and quorum.votes 1 or 0, not "
            + expectedVotes
            + " and "
            + votes);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new EvsException(EvsException.Code.INVALID_PARAM, message);
    }
  }
}
