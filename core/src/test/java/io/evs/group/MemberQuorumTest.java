package io.evs.group;

import static io.evs.group.TestRing.CHAT;
import static io.evs.group.TestRing.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.NodeStatus;
import io.evs.QuorumSettings;
import io.evs.QuorumSettings.Policy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Members tell with each regular configuration whether it is primary. */
class MemberQuorumTest {
  private static QuorumSettings of(int expected, Policy policy) {
    return new QuorumSettings(expected, 1, policy, false);
  }

  private static List<ConfigurationChange> regular(TestRing.Node node) {
    return node.configurations.stream()
        .filter(each -> each.kind() == ConfigurationChange.Kind.REGULAR)
        .toList();
  }

  private static ConfigurationChange last(TestRing.Node node) {
    List<ConfigurationChange> all = regular(node);
    return all.get(all.size() - 1);
  }

  @Test
  void theMajorityIsPrimaryAtEachMemberAndTheRestIsNot() {
    TestRing ring = TestRing.withQuorum(3, id -> Optional.of(of(3, Policy.MAJORITY)));
    ring.form();
    for (TestRing.Node node : ring.nodes.values()) {
      assertThat(last(node).members()).hasSize(3);
      assertThat(last(node).primary()).contains(true);
      assertThat(node.member.configuration().primary()).contains(true);
      assertThat(node.member.quorum()).contains(new NodeStatus.Quorum(3, 3, true, ""));
    }
    ring.node(3).dead = true;
    ring.until("two are left", 5000 * MS, () -> ring.isOneRingOf(2));
    assertThat(last(ring.node(1)).primary()).contains(true);
    ring.node(2).dead = true;
    ring.until("one is left", 5000 * MS, () -> ring.isOneRingOf(1));
    assertThat(last(ring.node(1)).primary()).contains(false);
    assertThat(ring.node(1).configurations.get(ring.node(1).configurations.size() - 2).kind())
        .isEqualTo(ConfigurationChange.Kind.TRANSITIONAL);
  }

  @Test
  void configurationsComeBeforeWhatIsDeliveredInThem() {
    TestRing ring = TestRing.withQuorum(2, id -> Optional.of(of(2, Policy.TWO_NODE)));
    for (TestRing.Node node : ring.nodes.values()) {
      node.member.joinGroup(0, 1, CHAT);
    }
    ring.form();
    ring.until("groups", 2000 * MS, () -> ring.node(1).groupChanges.size() == 2);
    assertThat(ring.node(1).eventsInOrder).startsWith("configuration").contains("group");
  }

  @Test
  void withoutQuorumNothingIsSaidOfIt() {
    TestRing ring = new TestRing(2);
    ring.form();
    assertThat(last(ring.node(1)).primary()).isEmpty();
    assertThat(ring.node(1).member.quorum()).isEmpty();
  }

  /** A rolling upgrade: members of an earlier version tell no votes. */
  @Test
  void membersWithoutQuorumAreMembersAllTheSame() {
    TestRing ring =
        TestRing.withQuorum(
            3, id -> id == 3 ? Optional.empty() : Optional.of(of(3, Policy.MAJORITY)));
    ring.form();
    assertThat(last(ring.node(1)).primary()).contains(true);
    assertThat(ring.node(1).member.quorum().orElseThrow().votes()).isEqualTo(2);
    assertThat(last(ring.node(3)).primary()).isEmpty();
  }

  @Test
  void membersThatExpectDifferentVotesAreNamed() {
    TestRing ring = TestRing.withQuorum(2, id -> Optional.of(of(id + 1, Policy.MAJORITY)));
    ring.form();
    for (TestRing.Node node : ring.nodes.values()) {
      assertThat(last(node).primary()).contains(false);
      assertThat(node.member.quorum().orElseThrow().problem())
          .contains("is 2 at node 1, 3 at node 2");
    }
  }
}
