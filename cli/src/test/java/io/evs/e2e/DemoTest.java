package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NEW wish 5: three nodes in one command, for looking around. */
@Timeout(120)
class DemoTest extends E2e {
  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void theRingTalksAndNothingOfItIsLeftAfterASignal() {
    EvsProcess demo = start(evs("demo", "--json"));
    demo.awaitThat("its nodes", p -> !p.out().isEmpty());
    JsonNode told = demo.document();
    Path folder = Path.of(told.get("folder").asText());
    List<Long> pids = new ArrayList<>();
    told.get("nodes").forEach(node -> pids.add(node.get("pid").asLong()));
    assertThat(pids).hasSize(3).allMatch(DemoTest::isRunning);

    String config = told.at("/nodes/1/config").asText();
    EvsProcess listen =
        evs("group", "listen", "demo", "--count", "4", "--config", config, "--format", "%p\\n")
            .with("EVS_IPC_SOCKET", told.at("/nodes/1/socket").asText())
            .run();
    assertThat(listen.exit()).as(listen.describe()).isZero();
    assertThat(listen.output()).contains("from the client of n");

    demo.terminate();
    demo.awaitExit();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> pids.stream().noneMatch(DemoTest::isRunning));
    assertThat(Files.exists(folder)).isFalse();
  }
}
