package io.evs.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.NodeId;
import io.evs.QuorumSettings;
import io.evs.QuorumSettings.Policy;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedVotesTest {
  private static Optional<String> warning(int nodes, int expected, int votes, Policy policy) {
    EvsConfig.Builder config =
        EvsConfig.builder().quorum(new QuorumSettings(expected, votes, policy, false));
    for (int i = 1; i <= nodes; i++) {
      config.peer("10.77.0." + i);
    }
    return ListedVotes.warning(config.build());
  }

  @Test
  void asManyAsExpectedOrFewerAreRight() {
    assertThat(warning(3, 3, 1, Policy.MAJORITY)).isEmpty();
    assertThat(warning(3, 5, 3, Policy.MAJORITY)).isEmpty();
    assertThat(warning(4, 3, 0, Policy.MAJORITY)).isEmpty();
    assertThat(warning(0, 3, 3, Policy.MAJORITY)).isEmpty();
    assertThat(ListedVotes.warning(EvsConfig.builder().peer("10.77.0.1").build())).isEmpty();
  }

  /** What is said of two parts is what the rule decides of them. */
  @ParameterizedTest
  @CsvSource({"4, 2", "3, 2", "4, 3", "5, 3", "5, 4", "6, 4", "7, 5", "9, 5"})
  void twoPartsAreSaidToBePrimaryIfTheRuleLetsThem(int nodes, int expected) {
    int half = nodes / 2;
    boolean two = false;
    for (int part = 1; part <= half; part++) {
      two |= isPrimary(part, expected) && isPrimary(nodes - part, expected);
      two |= isPrimary(part, expected) && isPrimary(part, expected) && 2 * part <= nodes;
    }
    assertThat(isPrimary(nodes, expected)).isFalse();
    String said = warning(nodes, expected, 1, Policy.MAJORITY).orElseThrow();
    assertThat(said).contains("the ring of all is never primary");
    assertThat(said.contains("two parts of it can be at the same time")).isEqualTo(two);
  }

  private static boolean isPrimary(int nodes, int expected) {
    SortedMap<NodeId, Optional<Ballot>> ballots = new TreeMap<>();
    for (int i = 1; i <= nodes; i++) {
      QuorumSettings settings = new QuorumSettings(expected, 1, Policy.MAJORITY, false);
      ballots.put(new NodeId(i), Optional.of(new Ballot(settings, Optional.empty(), List.of())));
    }
    return new QuorumRule().decide(ballots).primary();
  }

  @Test
  void theOtherPoliciesRelyOnAllNodesBeingCounted() {
    assertThat(warning(4, 3, 1, Policy.LAST_KNOWN_MAJORITY).orElseThrow()).contains("two parts");
    assertThat(warning(3, 2, 1, Policy.TWO_NODE).orElseThrow()).contains("two parts");
    assertThat(warning(3, 2, 1, Policy.MAJORITY).orElseThrow()).doesNotContain("two parts");
  }
}
