package io.evs.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.NodeStatus;
import io.evs.SecuritySuite;
import io.evs.TestPorts;
import io.evs.node.EvsNode;
import io.evs.node.status.Metric;
import io.evs.node.status.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Figures of a running node over HTTP, and clients that mean no good. */
@Timeout(90)
class MetricsServerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Group CHAT = new Group("chat");

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LONG).build();
  private final List<Socket> sockets = new ArrayList<>();
  private EvsNode node;
  private MetricsServer server;
  private volatile String ailment = "";
  private volatile String lack = "";
  private final Readiness readiness =
      new Readiness() {
        @Override
        public String ailment() {
          return ailment;
        }

        @Override
        public String lack(NodeStatus status) {
          return lack;
        }
      };

  @BeforeEach
  void aNodeWithAKey() throws Exception {
    byte[] key = new byte[256];
    new Random(1).nextBytes(key);
    int port = TestPorts.unused();
    node =
        EvsNode.start(
            EvsConfig.builder()
                .port(0)
                .nodeId(7)
                .nodeName("n \"7\" \\")
                .multicastPort(port)
                .ringName("test-" + Long.toHexString(new Random().nextLong()))
                .security(SecuritySuite.AES_256_GCM)
                .key(key)
                .build());
    node.awaitMembers(1, LONG);
    server = MetricsServer.start(loopback(0), node::status, readiness);
  }

  @AfterEach
  void end() throws IOException {
    for (Socket each : sockets) {
      each.close();
    }
    server.close();
    node.close();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).timeout(LONG).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException error) {
      throw new AssertionError(error);
    }
  }

  private static double only(Map<String, ExpositionParser.Family> families, String name) {
    assertThat(families).containsKey(name);
    assertThat(families.get(name).samples()).hasSize(1);
    return families.get(name).samples().values().iterator().next();
  }

  @Test
  void metricsAreWellFormedAndHaveEveryFigure() {
    AtomicInteger delivered = new AtomicInteger();
    try (Evs evs =
        node.open(
            new EvsListener() {
              @Override
              public void onMessage(io.evs.Delivery delivery) {
                delivered.incrementAndGet();
              }
            })) {
      evs.join(List.of(CHAT));
      for (int i = 0; i < 100; i++) {
        evs.multicast(Guarantee.SAFE, List.of(CHAT), new byte[10]);
      }
      while (delivered.get() < 100) {
        evs.dispatchOne(LONG);
      }
    }
    HttpResponse<String> response = get("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    Map<String, ExpositionParser.Family> families = ExpositionParser.parse(response.body());
    for (Metric metric : Metrics.list()) {
      String name = metric.exposedName();
      assertThat(families).containsKey(name);
      assertThat(families.get(name).help()).startsWith(metric.help());
    }
    // NEW-B16: times in seconds, and the process under the names that every exporter has.
    assertThat(families.keySet()).noneMatch(name -> name.contains("microseconds"));
    assertThat(only(families, "evs_loop_cpu_seconds_total")).isPositive().isLessThan(1000);
    assertThat(only(families, "process_cpu_seconds_total")).isPositive().isLessThan(10_000);
    assertThat(only(families, "process_start_time_seconds")).isGreaterThan(1e9);
    assertThat(only(families, "process_resident_memory_bytes")).isGreaterThan(1e6);
    assertThat(only(families, "process_open_fds")).isPositive();
    assertThat(only(families, "evs_operational")).isEqualTo(1);
    assertThat(only(families, "evs_ring_members")).isEqualTo(1);
    assertThat(only(families, "evs_tokens_total")).isPositive();
    assertThat(families.get("evs_safe_seconds").samples().get("evs_safe_seconds_count{}"))
        .isPositive();
    assertThat(families.get("evs_ring_state").samples())
        .containsEntry("evs_ring_state{state=operational}", 1.0)
        .containsEntry("evs_ring_state{state=gather}", 0.0);
    assertThat(response.body()).contains("node_name=\"n \\\"7\\\" \\\\\"");
  }

  @Test
  void healthSaysWhetherTheNodeIsAWorkingMember() throws Exception {
    HttpResponse<String> working = get("/health");
    assertThat(working.statusCode()).isEqualTo(200);
    assertThat(working.headers().firstValue("content-type")).contains("application/json");
    JsonNode json = new ObjectMapper().readTree(working.body());
    assertThat(json.get("operational").asBoolean()).isTrue();
    assertThat(json.get("state").asText()).isEqualTo("operational");
    assertThat(json.get("node_id").asInt()).isEqualTo(7);
    assertThat(json.get("members").asInt()).isEqualTo(1);
    node.close();
    Awaitility.await().atMost(LONG).until(() -> get("/health").statusCode() == 503);
    json = new ObjectMapper().readTree(get("/health").body());
    assertThat(json.get("operational").asBoolean()).isFalse();
    assertThat(json.get("state").asText()).isEqualTo("closed");
    ExpositionParser.parse(get("/metrics").body());
  }

  /** NEW-A6: a node that was cut off was as healthy as one that was not. */
  @Test
  void readySaysWhetherTheNodeIsToBeUsedAndHealthWhetherItLives() throws Exception {
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    lack = "2 members are needed";
    HttpResponse<String> lacking = get("/ready");
    assertThat(lacking.statusCode()).isEqualTo(503);
    assertThat(new ObjectMapper().readTree(lacking.body()).get("reason").asText()).isEqualTo(lack);
    assertThat(get("/health").statusCode()).isEqualTo(200);
    ailment = "clients are not served";
    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).contains(ailment);
  }

  @Test
  void onlyGetAndOnlyTheTwoPlacesAreServed() {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
      HttpResponse<String> response =
          send(
              HttpRequest.newBuilder(uri("/metrics"))
                  .timeout(LONG)
                  .method(method, HttpRequest.BodyPublishers.ofString("x"))
                  .build());
      assertThat(response.statusCode()).as(method).isEqualTo(405);
      assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
    }
    for (String path : List.of("/", "/metrics/", "/metrics/x", "/healthy", "/..%2fetc")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(get("/metrics?name=x").statusCode()).isEqualTo(200);
  }

  private Socket connect(String text) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.connect(server.address());
    socket.setSoTimeout((int) LONG.toMillis());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** NEW-B17: probes ask with HEAD. */
  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    for (String path : List.of("/metrics", "/health")) {
      HttpRequest head =
          HttpRequest.newBuilder(uri(path))
              .timeout(LONG)
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<String> response = send(head);
      assertThat(response.statusCode()).isEqualTo(get(path).statusCode());
      assertThat(response.body()).isEmpty();
      assertThat(response.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
    }
  }

  @Test
  void clientsThatSendHalfARequestOrGarbageHoldNobodyUpForLong() throws Exception {
    for (int i = 0; i < 40; i++) {
      connect("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Half: ");
      connect("");
    }
    connect("\u0000\u0001\u0002 garbage \r\n\r\n");
    connect("GET " + "x".repeat(100_000));
    // SEC-S2: those hold threads until they are thrown out, 5 seconds later; others have theirs.
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(node.status().isOperational()).isTrue();
    assertThat(threads()).isBetween(41L, 128L);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals("evs-metrics"))
        .count();
  }

  @Test
  void manyRequestsAskTheNodeFewTimes() {
    AtomicInteger asked = new AtomicInteger();
    try (MetricsServer other =
        MetricsServer.start(
            loopback(0),
            () -> {
              asked.incrementAndGet();
              return node.status();
            },
            Readiness.ANY_RING)) {
      long begun = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + other.address().getPort() + "/metrics"))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(200);
      }
      long slots = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 200 + 1;
      assertThat(asked.get()).isLessThanOrEqualTo((int) slots);
    }
  }

  @Test
  void aPortInUseIsOneSentence() {
    assertThatThrownBy(
            () -> MetricsServer.start(server.address(), node::status, Readiness.ANY_RING))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("metrics cannot be served on")
        .hasMessageContaining("is in use")
        .hasMessageContaining("choose another port");
    assertThatThrownBy(
            () ->
                MetricsServer.start(
                    InetSocketAddress.createUnresolved("nowhere.invalid", 1),
                    node::status,
                    Readiness.ANY_RING))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("nowhere.invalid:1, which is neither an IP address");
  }
}
