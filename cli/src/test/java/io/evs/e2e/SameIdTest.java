package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that is started with the id of a member. */
@Timeout(240)
class SameIdTest extends E2e {
  private final Map<String, String> ring = LoopbackRing.unique();

  private EvsProcess.Command at(String place, int id, String... words) {
    return evs(words)
        .with(ring)
        .with("EVS_NODE_ID", String.valueOf(id))
        .with("EVS_NODE_STATE_DIR", home.resolve("state-" + place).toString())
        .with("EVS_IPC_SOCKET", home.resolve(place + ".sock").toString());
  }

  private JsonNode ringOfFirst() {
    EvsProcess status = later(at("first", 1, "status", "--json").run());
    return status.document().get("ring");
  }

  private static boolean isSettled(JsonNode ring) {
    return ring.get("members").size() == 2 && !ring.has("changing_since");
  }

  @Test
  @DisplayName("FIELD-24, NEW-A2: the newcomer ends with 3 and says why; the ring stays as it is")
  void theNewcomerEndsAndTheRingStays() {
    start(at("first", 1, "node")).awaitError("clients are served at");
    start(at("second", 2, "node")).awaitError("clients are served at");
    await().atMost(Duration.ofSeconds(60)).until(() -> isSettled(ringOfFirst()));
    JsonNode before = ringOfFirst();
    EvsProcess newcomer = start(at("newcomer", 2, "node"));
    assertThat(newcomer.awaitExit()).as(newcomer.describe()).isEqualTo(3);
    assertThat(newcomer.errors())
        .contains("another node uses this node id")
        .contains("give each node an id of its own")
        .doesNotContain("Exception");
    JsonNode after = ringOfFirst();
    assertThat(before.get("sequence").asLong()).isPositive();
    assertThat(after.get("sequence")).isEqualTo(before.get("sequence"));
    assertThat(after.get("formed_at")).isEqualTo(before.get("formed_at"));
    assertThat(after.get("members")).hasSize(2);
  }
}
