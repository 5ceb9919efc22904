package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 13: a node that may use half a processor only, where the machine can make it so. */
@Timeout(240)
class CpuQuotaTest extends E2e {
  private final CpuGroup half = later(CpuGroup.half());
  private final Map<String, String> ring = LoopbackRing.unique();

  private EvsProcess.Command command(String... words) {
    return evs(words).with(ring).with("EVS_TOTEM_TOKEN", "10s");
  }

  private static JsonNode quota(JsonNode told) {
    return StreamSupport.stream(told.get("findings").spliterator(), false)
        .filter(each -> each.get("id").asText().equals("cpu_quota"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(told));
  }

  private static void assertNamed(EvsProcess doctor, int node) {
    assertThat(doctor.exit()).as(doctor.describe()).isEqualTo(1);
    JsonNode quota = quota(doctor.document());
    assertThat(quota.get("severity").asText()).isEqualTo("error");
    assertThat(quota.get("members").toString()).isEqualTo("[" + node + "]");
    assertThat(quota.get("text").asText()).startsWith(node + " may use 50 % of a processor");
  }

  @Test
  void halfAProcessorIsFoundBeforeAndWhileANodeRuns() {
    assertNamed(
        command("doctor", "--json", "--wait", "1s").with("EVS_NODE_ID", "7").in(half).run(), 7);
    start(command("node").with("EVS_NODE_ID", "7").in(half)).awaitError("clients are served");
    assertNamed(command("doctor", "--json").run(), 7);
  }
}
