package io.evs.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.NodeStatus;
import io.evs.cli.TestPorts;
import io.evs.node.EvsNode;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeReadinessTest {
  private static NodeStatus alone() throws Exception {
    int port = TestPorts.unused();
    try (EvsNode node =
        EvsNode.start(
            EvsConfig.builder()
                .port(0)
                .multicastPort(port)
                .ringName("test-" + UUID.randomUUID())
                .build())) {
      node.awaitMembers(1, Duration.ofSeconds(30));
      return node.status();
    }
  }

  /** NEW-A6: a node that was cut off was as ready as any. */
  @Test
  void aNodeThatIsCutOffIsNotReadyAndTheFirstOfARingIs() throws Exception {
    NodeStatus alone = alone();
    NodeReadiness readiness = new NodeReadiness(OptionalLong.of(1), true);
    readiness.installed(1);
    assertThat(readiness.lack(alone)).as("the first node of a ring").isEmpty();
    readiness.installed(2);
    readiness.installed(1);
    assertThat(readiness.lack(alone)).contains("the node is alone");
    NodeReadiness withoutPeers = new NodeReadiness(OptionalLong.of(1), false);
    withoutPeers.installed(2);
    assertThat(withoutPeers.lack(alone)).isEmpty();
  }

  @Test
  void asManyMembersAreNeededAsTheConfigurationRequires() throws Exception {
    assertThat(new NodeReadiness(OptionalLong.of(2), true).lack(alone()))
        .contains("1 of the 2 members");
  }

  /** FIELD-10: a node that served no clients was healthy. */
  @Test
  void aNodeWhoseServerHasEndedIsIll() {
    NodeReadiness readiness = new NodeReadiness(OptionalLong.of(1), true);
    assertThat(readiness.ailment()).isEmpty();
    readiness.serving(() -> false);
    assertThat(readiness.ailment()).contains("clients");
  }
}
