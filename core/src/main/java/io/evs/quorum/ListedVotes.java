package io.evs.quorum;

import io.evs.EvsConfig;
import io.evs.QuorumSettings;
import java.util.Optional;

/** Whether the nodes that a configuration lists have more votes than it expects. */
public final class ListedVotes {
  /** What to do about it. */
  public static final String HINT =
      "set quorum.expected_votes to the votes of all nodes, at all nodes";

  private ListedVotes() {}

  /**
   * What that leads to, counting this node's votes and one of each other listed node; empty if they
   * have no more than expected, or without quorum. Others may have another number of votes, so it
   * is no error.
   */
  public static Optional<String> warning(EvsConfig config) {
    long nodes = config.peers().stream().distinct().count();
    return config.quorum().filter(each -> nodes > 0).flatMap(each -> warning(each, nodes));
  }

  private static Optional<String> warning(QuorumSettings quorum, long nodes) {
    long votes = nodes - 1 + quorum.votes();
    return votes <= quorum.expectedVotes()
        ? Optional.empty()
        : Optional.of(
            "peers lists "
                + nodes
                + " nodes, which have "
                + votes
                + " votes if each other one has 1, more than quorum.expected_votes "
                + quorum.expectedVotes()
                + ": the ring of all is never primary"
                + (canBeTwo(quorum, votes) ? ", and two parts of it can be at the same time" : ""));
  }

  /**
   * Two parts that each have a majority of what is expected, and not more than that. The other
   * policies rely on all nodes being counted: one node too many is enough.
   */
  private static boolean canBeTwo(QuorumSettings quorum, long votes) {
    long majority = quorum.expectedVotes() / 2 + 1L;
    return quorum.policy() != QuorumSettings.Policy.MAJORITY || votes >= 2 * majority;
  }
}
