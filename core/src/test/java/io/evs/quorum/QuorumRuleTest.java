package io.evs.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import io.evs.QuorumSettings;
import io.evs.QuorumSettings.Policy;
import io.evs.RingId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each rule of docs/protocol.md, "Quorum", one by one. */
class QuorumRuleTest {
  private final QuorumRule rule = new QuorumRule();
  private final SortedMap<NodeId, Optional<Ballot>> ballots = new TreeMap<>();

  private static QuorumSettings settings(int expected, Policy policy) {
    return new QuorumSettings(expected, 1, policy, false);
  }

  private static Session session(long sequence, int... nodes) {
    SortedMap<NodeId, Integer> votes = new TreeMap<>();
    Arrays.stream(nodes).forEach(node -> votes.put(new NodeId(node), 1));
    return new Session(new RingId(nodes[0], sequence), votes);
  }

  private QuorumRuleTest member(int node, QuorumSettings settings, Session... sessions) {
    Optional<Session> formed = Arrays.stream(sessions).findFirst();
    List<Session> open = Arrays.stream(sessions).skip(1).toList();
    ballots.put(new NodeId(node), Optional.of(new Ballot(settings, formed, open)));
    return this;
  }

  private QuorumRuleTest unsure(int node, QuorumSettings settings, Session open) {
    ballots.put(
        new NodeId(node), Optional.of(new Ballot(settings, Optional.empty(), List.of(open))));
    return this;
  }

  private boolean primary() {
    Verdict verdict = rule.decide(ballots);
    assertThat(verdict.problem()).isEmpty();
    return verdict.primary();
  }

  @Test
  void moreThanHalfOfTheExpectedVotesAreAMajorityAndHalfIsNone() {
    QuorumSettings of4 = settings(4, Policy.MAJORITY);
    member(1, of4).member(2, of4);
    assertThat(primary()).isFalse();
    member(3, of4);
    assertThat(primary()).isTrue();
  }

  @Test
  void votesCountAndNotMembers() {
    member(1, new QuorumSettings(5, 3, Policy.MAJORITY, false));
    assertThat(primary()).isTrue();
    ballots.clear();
    member(2, settings(5, Policy.MAJORITY)).member(3, settings(5, Policy.MAJORITY));
    assertThat(primary()).isFalse();
  }

  @Test
  void membersWithoutQuorumCountNothingForAMajority() {
    member(1, settings(3, Policy.MAJORITY));
    ballots.put(new NodeId(7), Optional.empty());
    assertThat(primary()).isFalse();
    member(2, settings(3, Policy.MAJORITY));
    assertThat(primary()).isTrue();
  }

  @Test
  void theFirstPrimaryWaitsForAllWhereThatIsConfigured() {
    QuorumSettings waits = new QuorumSettings(3, 1, Policy.MAJORITY, true);
    member(1, waits).member(2, waits);
    assertThat(primary()).isFalse();
    member(3, waits);
    assertThat(primary()).isTrue();
    ballots.remove(new NodeId(3));
    member(1, waits, session(8, 1, 2, 3));
    assertThat(primary()).as("one of them was in a primary since it started").isTrue();
  }

  @Test
  void whoRemembersTheLastPrimaryGoesOnWithMoreThanHalfOfIt() {
    QuorumSettings of5 = settings(5, Policy.LAST_KNOWN_MAJORITY);
    member(1, of5, session(8, 1, 2, 3)).member(2, of5, session(8, 1, 2, 3));
    assertThat(primary()).as("two of the last three, of five").isTrue();
    ballots.clear();
    member(3, of5, session(8, 1, 2, 3)).member(4, of5, session(4, 1, 2, 3, 4, 5));
    assertThat(primary()).as("node 3 knows of a later primary than node 4").isFalse();
  }

  @Test
  void halfOfTheLastPrimaryGoesOnWithItsLeastMemberOnly() {
    QuorumSettings of2 = settings(2, Policy.TWO_NODE);
    member(1, of2, session(8, 1, 2));
    assertThat(primary()).isTrue();
    ballots.clear();
    member(2, of2, session(8, 1, 2));
    assertThat(primary()).isFalse();
  }

  @Test
  void whoHasStartedSinceHasForgottenAndDoesNotCount() {
    QuorumSettings of3 = settings(3, Policy.LAST_KNOWN_MAJORITY);
    member(1, of3, session(8, 1, 2, 3)).member(2, of3);
    assertThat(primary()).isFalse();
    ballots.clear();
    member(1, of3).member(2, of3);
    assertThat(primary()).as("nobody remembers").isFalse();
    member(3, of3);
    assertThat(primary()).as("but all are here").isTrue();
    ballots.clear();
    member(1, settings(2, Policy.TWO_NODE));
    assertThat(primary()).as("the lesser of two, started alone").isFalse();
  }

  @Test
  void whatMayHaveBeenPrimaryMustHaveItsMajorityHereToo() {
    QuorumSettings of5 = settings(5, Policy.LAST_KNOWN_MAJORITY);
    Session all = session(4, 1, 2, 3, 4, 5);
    Session open = session(8, 1, 2);
    member(2, of5, all, open).member(3, of5, all).member(4, of5, all);
    assertThat(primary()).as("the least of the open one is not here").isFalse();
    member(1, of5, all, open);
    assertThat(primary()).isTrue();
  }

  @Test
  void whoRemembersOnlyAnOpenSessionCountsForThatAlone() {
    QuorumSettings of3 = settings(3, Policy.LAST_KNOWN_MAJORITY);
    Session all = session(4, 1, 2, 3);
    member(1, of3, all).unsure(2, of3, session(8, 1, 2));
    assertThat(primary()).isFalse();
  }

  @Test
  void valuesThatDifferAreNamedWithTheirNodes() {
    member(1, settings(3, Policy.MAJORITY)).member(2, settings(5, Policy.MAJORITY));
    Verdict verdict = rule.decide(ballots);
    assertThat(verdict.primary()).isFalse();
    assertThat(verdict.problem())
        .isEqualTo("quorum.expected_votes is 3 at node 1, 5 at node 2: give all nodes the same");
    member(2, settings(3, Policy.LAST_KNOWN_MAJORITY));
    assertThat(rule.decide(ballots).problem())
        .isEqualTo(
            "quorum.policy is majority at node 1, last-known-majority at node 2: give all nodes"
                + " the same");
  }

  @Test
  void moreVotesThanExpectedMakeNoMajority() {
    member(1, settings(2, Policy.MAJORITY)).member(2, settings(2, Policy.MAJORITY));
    assertThat(primary()).isTrue();
    member(3, settings(2, Policy.MAJORITY));
    Verdict verdict = rule.decide(ballots);
    assertThat(verdict.primary()).isFalse();
    assertThat(verdict.problem()).startsWith("the members have 3 votes together, more than");
  }

  @Test
  void policiesThatRememberNeedQuorumAtEveryMember() {
    member(1, settings(1, Policy.LAST_KNOWN_MAJORITY));
    ballots.put(new NodeId(7), Optional.empty());
    assertThat(rule.decide(ballots).problem()).startsWith("node 7 has no quorum configured");
  }
}
