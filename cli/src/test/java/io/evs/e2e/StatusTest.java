package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evs.cli.TestPorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a ring of real nodes tells of itself. */
@Timeout(180)
class StatusTest extends E2e {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Map<String, String> ring = LoopbackRing.unique();
  private final List<EvsProcess> nodes = new ArrayList<>();
  private int metricsPort;

  private EvsProcess.Command on(int node, String... words) {
    return evs(words).with(ring).with("EVS_IPC_SOCKET", home.resolve("n" + node).toString());
  }

  private void startNodes(int count) throws Exception {
    metricsPort = TestPorts.unused();
    for (int i = 1; i <= count; i++) {
      EvsProcess.Command node =
          on(i, "node").with("EVS_NODE_ID", "" + i).with("EVS_NODE_NAME", "node" + i);
      nodes.add(start(i == 1 ? node.with("EVS_METRICS_PORT", "" + metricsPort) : node));
    }
    nodes.forEach(each -> each.awaitError("is in ring"));
  }

  /** Asks until the ring that the first node tells of has so many members. */
  private JsonNode awaitMembers(int count) {
    JsonNode[] last = new JsonNode[1];
    org.awaitility.Awaitility.await()
        .atMost(EvsProcess.PATIENCE)
        .until(
            () -> {
              last[0] = on(1, "status", "--json").here().document();
              return last[0].at("/ring/members").size() == count
                  && last[0].at("/ring/state").asText().equals("operational");
            });
    return last[0];
  }

  private static JsonNode answer(EvsProcess.Command command) {
    EvsProcess ended = command.run();
    assertThat(ended.exit()).as(ended.describe()).isZero();
    assertThat(ended.errors()).isEmpty();
    return ended.document();
  }

  private static List<Long> numbers(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(each -> each.get(field).asLong())
        .toList();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + metricsPort + path);
    return HTTP.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aRingTellsOfItselfAndOfEachMember() throws Exception {
    startNodes(3);
    awaitMembers(3);
    EvsProcess send =
        on(1, "group", "send", "chat", "--lines", "--guarantee", "safe")
            .run("one\ntwo\nthree\n".repeat(200).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(send.exit()).as(send.describe()).isZero();

    JsonNode status = answer(on(1, "status", "--json"));
    assertThat(status.at("/node/name").asText()).isEqualTo("node1");
    assertThat(numbers(status.at("/ring/members"), "id")).containsExactly(1L, 2L, 3L);
    assertThat(status.at("/ring/representative_here").asBoolean()).isTrue();
    assertThat(Instant.parse(status.at("/ring/formed_at").asText())).isBefore(Instant.now());
    for (String each : List.of("p50", "p99", "max")) {
      assertThat(status.at("/token/rotation_us/" + each).asDouble()).isPositive();
      assertThat(status.at("/token/held_us/" + each).asDouble()).isPositive();
    }
    assertThat(status.at("/token/seq").asLong()).isPositive();
    assertThat(status.at("/counters/mcasts_sent").asLong()).isPositive();
    assertThat(status.at("/security/suite").asText()).isEqualTo("none");
    assertThat(status.at("/pauses/count").isNumber()).isTrue();
    assertThat(status.at("/histograms/safe/count").asLong()).isPositive();

    JsonNode all = answer(on(2, "status", "--all", "--json"));
    assertThat(all.at("/nodes")).hasSize(3);
    assertThat(all.at("/nodes/2/node/name").asText()).isEqualTo("node3");
    assertThat(all.at("/nodes/2/ring/sequence")).isEqualTo(status.at("/ring/sequence"));
    assertThat(all.at("/silent")).isEmpty();

    JsonNode members = answer(on(3, "members", "--json"));
    assertThat(numbers(members.at("/members"), "id")).containsExactly(1L, 2L, 3L);
    assertThat(members.at("/members/2/here").asBoolean()).isTrue();
    assertThat(on(3, "members").run().output()).contains("MEMBER").contains("node3 (this node)");

    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body().lines())
        .allMatch(
            line ->
                line.matches(
                    "# (HELP|TYPE) (evs|process)_.+|(evs|process)_[a-z0-9_]+(\\{.*\\})? [0-9.]+"));
    assertThat(metrics.body()).contains("evs_ring_members 3\n", "evs_safe_seconds_count ");
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void whoDiesIsGoneAndWhoIsNoNodeIsNamedAsSilent() throws Exception {
    startNodes(2);
    awaitMembers(2);
    EvsProcess guest =
        start(on(1, "group", "join", "chat", "--no-daemon", "--json").with("EVS_NODE_ID", "9"));
    awaitMembers(3);
    JsonNode all = answer(on(1, "status", "--all", "--json"));
    assertThat(all.at("/nodes")).hasSize(2);
    assertThat(all.at("/silent/0/id").asLong()).isEqualTo(9);
    assertThat(all.at("/silent/0/reason").asText()).contains("not an evs node");
    assertThat(on(1, "status", "--all").run().output()).contains("cannot answer");
    guest.endInput();
    guest.awaitExit();
    nodes.get(1).kill();
    awaitMembers(1);
    assertThat(answer(on(1, "status", "--all", "--json")).at("/nodes")).hasSize(1);

    EvsProcess nobody = on(2, "status").run();
    assertThat(nobody.exit()).isEqualTo(3);
    assertThat(nobody.output()).isEmpty();
    assertThat(nobody.errors())
        .isEqualTo(
            "evs: no evs node serves " + home.resolve("n2") + "\n     start one with `evs node`\n");
    EvsProcess members = on(5, "members", "--json").run();
    assertThat(members.exit()).isEqualTo(3);
    assertThat(members.errors()).startsWith("{\"error\":\"no evs node serves ");
  }
}
