package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.TestPorts;
import io.evs.TotemOption;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node says of itself while its ring re-forms. */
@Timeout(60)
class RingChangeStatusTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  @DisplayName("T2-4: the status tells the old ring, that it changes, and since when")
  void tellsThatTheRingChanges() throws Exception {
    int port = TestPorts.unused();
    // The change lasts long enough to be seen, on a busy machine, too.
    EvsConfig.Builder ring =
        EvsConfig.builder()
            .port(0)
            .multicastPort(port)
            .totem(TotemOption.TOKEN, Duration.ofMillis(300))
            .totem(TotemOption.CONSENSUS, Duration.ofSeconds(10))
            .ringName("test-" + Long.toHexString(new Random().nextLong()));
    EvsNode two = EvsNode.start(ring.nodeId(2).build());
    try (EvsNode one = EvsNode.start(ring.nodeId(1).build())) {
      one.awaitMembers(2, LONG);
      Awaitility.await().atMost(LONG).until(() -> one.status().isOperational());
      NodeStatus before = one.status();
      assertThat(before.changingSince()).isEmpty();
      assertThat(before.stateSince()).isEqualTo(before.formedAt());
      FaultInjection.crash(two);
      Awaitility.await().atMost(LONG).until(() -> one.status().isChanging());
      NodeStatus during = one.status();
      assertThat(during.ring()).isEqualTo(before.ring());
      assertThat(during.members())
          .extracting(NodeStatus.Peer::id)
          .containsExactly(new NodeId(1), new NodeId(2));
      assertThat(during.changingSince().orElseThrow())
          .isAfter(before.formedAt().orElseThrow())
          .isBeforeOrEqualTo(during.at());
      assertThat(during.stateSince()).isEqualTo(during.changingSince());
    } finally {
      FaultInjection.crash(two);
    }
  }
}
