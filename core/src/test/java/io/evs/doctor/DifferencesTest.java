package io.evs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.ExpectsLog;
import io.evs.NodeId;
import io.evs.TestPorts;
import io.evs.TotemOption;
import io.evs.node.EvsNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 13, point 7: whose settings must agree find out, and a status says so while they differ.
 */
@Timeout(120)
@ExpectsLog("give all members of a ring the same value")
class DifferencesTest {
  private final Differences differences = new Differences(Map.of("totem.token", "3s"));

  @Test
  void aDifferenceLastsUntilTheyAgreeOrTheMemberIsGone() {
    String told =
        "totem.token is 3s here and 2s at member 2: give all members of a ring the same value";
    assertThat(differences.isNew(NodeId.of(2))).isTrue();
    assertThat(differences.told(NodeId.of(2), Map.of("totem.token", "2s"))).containsExactly(told);
    differences.told(NodeId.of(3), Map.of("totem.token", "1s"));
    assertThat(differences.sentences()).hasSize(2).contains(told);
    differences.present(List.of(NodeId.of(1), NodeId.of(2)));
    assertThat(differences.sentences()).containsExactly(told);
    differences.told(NodeId.of(2), Map.of("totem.token", "3s"));
    assertThat(differences.sentences()).isEmpty();
  }

  @Test
  void ofManyTheFirstAreTold() {
    for (int id = 2; id < 14; id++) {
      differences.told(NodeId.of(id), Map.of("totem.token", "2s"));
    }
    assertThat(differences.sentences())
        .hasSize(9)
        .last()
        .isEqualTo("4 more settings differ between members: see evs doctor");
  }

  @Test
  void aStatusHasThemWhileTheyDiffer() {
    int port = TestPorts.unused();
    String ring = "test-" + Long.toHexString(new Random().nextLong());
    try (EvsNode one = node(ring, port, 1, Duration.ofMillis(800))) {
      DoctorAgent.start(one);
      try (EvsNode two = node(ring, port, 2, Duration.ofMillis(900))) {
        DoctorAgent.start(two);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(one.status().condition().problems())
                        .anyMatch(
                            each ->
                                each.startsWith(
                                    "totem.token is 800ms here and 900ms at member 2")));
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(one.status().condition().problems())
                      .noneMatch(each -> each.startsWith("totem.token")));
    }
  }

  private static EvsNode node(String ring, int port, int id, Duration token) {
    return EvsNode.start(
        EvsConfig.builder()
            .port(0)
            .multicastPort(port)
            .ringName(ring)
            .nodeId(id)
            .totem(TotemOption.TOKEN, token)
            .build());
  }
}
