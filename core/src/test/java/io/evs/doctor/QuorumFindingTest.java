package io.evs.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.EvsConfig;
import io.evs.QuorumSettings;
import io.evs.TestPorts;
import io.evs.node.EvsNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What members say of a quorum that cannot be. */
@Timeout(60)
class QuorumFindingTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final String ring = "test-" + UUID.randomUUID();
  private final int port = TestPorts.unused();

  private EvsNode start(int id, int expected) {
    return EvsNode.start(
        EvsConfig.builder()
            .port(0)
            .nodeId(id)
            .multicastPort(port)
            .ringName(ring)
            .quorum(new QuorumSettings(expected, 1, QuorumSettings.Policy.MAJORITY, false))
            .build());
  }

  private static List<Finding> findings(EvsNode... nodes) {
    return Findings.of(List.of(), List.of(nodes).stream().map(EvsNode::status).toList());
  }

  @Test
  void settingsThatDifferAreAnErrorOfAllMembers() {
    try (EvsNode first = start(1, 2);
        EvsNode second = start(2, 3)) {
      first.awaitMembers(2, LONG);
      await().atMost(LONG).until(() -> findings(first, second).size() == 1);
      await().atMost(LONG).until(() -> findings(first, second).get(0).members().size() == 2);
      Finding found = findings(first, second).get(0);
      assertThat(found.id()).isEqualTo("quorum");
      assertThat(found.severity()).isEqualTo(Finding.Severity.ERROR);
      assertThat(found.text())
          .contains("can be primary: quorum.expected_votes is 2 at node 1, 3 at node 2");
    }
  }
}
