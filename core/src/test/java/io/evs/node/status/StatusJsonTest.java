package io.evs.node.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.SecuritySuite;
import io.evs.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A status survives its way through JSON, and scripts find what they were promised. */
class StatusJsonTest {
  private static final InetSocketAddress ADDRESS = address("10.77.0.1", 5405);

  private static InetSocketAddress address(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Timing timing() {
    TimeHistogram histogram = TimeHistogram.ofLoop();
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      histogram.record(random.nextInt(10_000_000));
    }
    return histogram.snapshot();
  }

  private static NodeStatus formed() {
    return new NodeStatus(
        NodeId.of(4_000_000_000L),
        "knoten \"ä\" \n",
        7,
        "main",
        ADDRESS,
        "epoll unicast",
        new NodeStatus.Security(
            SecuritySuite.AES_256_GCM,
            "12ab34cd",
            "12:ab:34:cd",
            List.of(
                new NodeStatus.Key("12ab34cd", "0123456789abcdef"),
                new NodeStatus.Key("77aa0011", "fedcba9876543210")),
            7,
            "deadbeef"),
        "OPERATIONAL",
        Optional.of(new RingId((int) 4_000_000_000L, 1L << 40)),
        Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")),
        List.of(
            new NodeStatus.Peer(NodeId.of(4_000_000_000L), Optional.of(ADDRESS)),
            new NodeStatus.Peer(NodeId.of(4_000_000_001L), Optional.of(address("fd00::2", 1))),
            new NodeStatus.Peer(NodeId.of(4_000_000_002L), Optional.empty())),
        Map.of("tokens", 5L, "security_rejected_forged", 3L, "security_rejected_own", 4L),
        1000,
        2000,
        3,
        new NodeStatus.Pauses(1, 2, 3),
        Instant.parse("2026-01-02T03:00:00Z"),
        Instant.parse("2026-01-02T03:10:00.123456Z"),
        new NodeStatus.Token(0xffff_fff0L, 0xffff_ffe0L, true, List.of(0xffff_ffe1L)),
        Map.of("token_rotation", timing(), "token_held", Timing.NONE),
        8_000_000,
        64_000_000,
        Optional.of(new NodeStatus.Packets(1430, "MTU 1500 of eth0")),
        Optional.empty(),
        List.of(
            new NodeStatus.Missing(
                Optional.of(NodeId.of(4)),
                "10.77.0.4:5405",
                Optional.of(Instant.parse("2026-01-02T03:05:00Z")),
                "token_lost"),
            new NodeStatus.Missing(Optional.empty(), "evs-5", Optional.empty(), "")),
        new NodeStatus.Condition(
            "1.2",
            "0123456789abcdef",
            Map.of("token", 1000L, "consensus", 1200L),
            List.of(
                new NodeStatus.PutAside(
                    NodeId.of(5),
                    Instant.parse("2026-01-02T03:05:00Z"),
                    Instant.parse("2026-01-02T03:05:01.2Z"))),
            List.of(new NodeStatus.PeerFigures(NodeId.of(4_000_000_001L), 17, 1L << 40)),
            List.of("a peer is missing"),
            Optional.of(Instant.parse("2026-01-02T03:05:02Z")),
            Optional.of(Instant.parse("2026-01-02T03:05:03Z"))),
        Optional.of(new NodeStatus.Quorum(5, 3, true, "")));
  }

  private static NodeStatus beforeTheFirstRing() {
    return new NodeStatus(
        NodeId.of(1),
        "n1",
        1,
        "main",
        ADDRESS,
        "nio multicast",
        new NodeStatus.Security(SecuritySuite.NONE, "", "", List.of(), 0, ""),
        "GATHER",
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        0,
        0,
        0,
        new NodeStatus.Pauses(0, 0, 0),
        Instant.EPOCH,
        Instant.EPOCH,
        new NodeStatus.Token(0, 0, false, List.of()),
        Map.of(),
        1,
        1,
        Optional.empty(),
        Optional.of(Instant.EPOCH.plusSeconds(2)),
        List.of(),
        NodeStatus.Condition.UNKNOWN,
        Optional.empty());
  }

  @Test
  void isReadBackAsItWasWritten() throws IOException {
    for (NodeStatus status : List.of(formed(), beforeTheFirstRing())) {
      String document = StatusJson.write(status);
      assertThat(document).doesNotContain("\n");
      assertThat(StatusJson.read(document)).isEqualTo(status);
    }
  }

  @Test
  void hasTheFieldsThatScriptsRelyOn() throws IOException {
    NodeStatus status = formed();
    JsonNode json = new ObjectMapper().readTree(StatusJson.write(status));
    assertThat(json.at("/schema").asInt()).isEqualTo(1);
    assertThat(json.at("/command").asText()).isEqualTo("status");
    assertThat(json.at("/node/id").asLong()).isEqualTo(4_000_000_000L);
    assertThat(json.at("/node/name").asText()).isEqualTo(status.name());
    assertThat(json.at("/node/incarnation").asInt()).isEqualTo(7);
    assertThat(json.at("/missing/0/address").asText()).isEqualTo("10.77.0.4:5405");
    assertThat(json.at("/missing/0/node_id").asInt()).isEqualTo(4);
    assertThat(json.at("/missing/0/since").asText()).isEqualTo("2026-01-02T03:05:00Z");
    assertThat(json.at("/missing/0/reason").asText()).isEqualTo("token_lost");
    assertThat(json.at("/timeouts_ms/token").asInt()).isEqualTo(1000);
    assertThat(json.at("/problems/0").asText()).isEqualTo("a peer is missing");
    assertThat(json.at("/put_aside/0/node_id").asInt()).isEqualTo(5);
    assertThat(json.at("/node/version").asText()).isEqualTo("1.2");
    assertThat(json.at("/node/settings").asText()).isEqualTo("0123456789abcdef");
    assertThat(json.at("/quorum").toString())
        .isEqualTo("{\"expected_votes\":5,\"votes\":3,\"primary\":true}");
    JsonNode without = new ObjectMapper().readTree(StatusJson.write(beforeTheFirstRing()));
    assertThat(without.at("/quorum").isNull()).isTrue();
    assertThat(json.at("/node/packet_bytes").asInt()).isEqualTo(1430);
    assertThat(json.at("/node/packet_limit").asText()).isEqualTo("MTU 1500 of eth0");
    assertThat(json.at("/ring/representative").asLong()).isEqualTo(4_000_000_000L);
    assertThat(json.at("/ring/sequence").asLong()).isEqualTo(1L << 40);
    assertThat(json.at("/ring/state").asText()).isEqualTo("operational");
    assertThat(json.at("/ring/members")).hasSize(3);
    assertThat(json.at("/ring/members/0/name").asText()).isEqualTo(status.name());
    assertThat(json.at("/ring/members/1/address").asText()).isEqualTo("[fd00:0:0:0:0:0:0:2]:1");
    assertThat(json.at("/ring/members/2").has("address")).isFalse();
    assertThat(json.at("/ring/formed_at").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(json.at("/ring/representative_here").asBoolean()).isTrue();
    Timing.Recent rotation = status.timing("token_rotation").recent();
    assertThat(json.at("/token/rotation_us/p50").asDouble() * 1000)
        .isCloseTo(rotation.p50Nanos(), org.assertj.core.data.Offset.offset(0.5));
    assertThat(json.at("/token/rotation_us/p99").isNumber()).isTrue();
    assertThat(json.at("/token/held_us/max").asInt()).isZero();
    assertThat(json.at("/token/seq").asLong()).isEqualTo(0xffff_fff0L);
    assertThat(json.at("/token/aru").asLong()).isEqualTo(0xffff_ffe0L);
    assertThat(json.at("/counters/tokens").asLong()).isEqualTo(5);
    assertThat(json.at("/queues/send_bytes").asLong()).isEqualTo(1000);
    assertThat(json.at("/security/suite").asText()).isEqualTo("aes-256-gcm");
    assertThat(json.at("/security/key_id").asText()).isEqualTo("12ab34cd", "12:ab:34:cd");
    assertThat(json.at("/security/rejected").asLong()).isEqualTo(3);
    assertThat(json.at("/pauses/count").asLong()).isEqualTo(1);
    assertThat(json.at("/histograms/token_rotation/buckets")).hasSameSizeAs(Timing.BOUNDS_NANOS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"schema\":2}",
        "{\"schema\":1}",
        "{\"schema\":\"1\"}",
        "{\"schema\":1,\"node\":{\"id\":0}}",
        "{\"schema\":99999999999999999999}",
        "{\"schema\":1,",
        "not json"
      })
  void whatIsNoStatusIsRefusedWithOneSentence(String document) {
    assertThatThrownBy(() -> StatusJson.read(document))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the status cannot be read: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  @DisplayName("T2-4: a ring that re-forms says since when")
  void aChangeHasItsBeginning() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode changing = mapper.readTree(StatusJson.write(beforeTheFirstRing()));
    assertThat(changing.at("/ring/changing_since").asText()).isEqualTo("1970-01-01T00:00:02Z");
    assertThat(mapper.readTree(StatusJson.write(formed())).at("/ring").has("changing_since"))
        .isFalse();
  }

  @Test
  void everyFieldSpoiledIsRefusedOrReadButNeverAnotherError() {
    String document = StatusJson.write(formed());
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder spoiled = new StringBuilder(document);
      int at = random.nextInt(spoiled.length());
      spoiled.setCharAt(at, "0-{}[]\",:xe.".charAt(random.nextInt(12)));
      try {
        StatusJson.read(spoiled.toString());
      } catch (IOException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  @DisplayName("SEC-L19: what only looks like an address is not asked of DNS either")
  void numbersThatAreNoAddressAreNotResolved() {
    for (String host :
        List.of("999.1.1.1", "1.2.3.4444", "1.2.3.256", "[1:2]", "[::g]", "[:::1]")) {
      String document = StatusJson.write(formed()).replace("10.77.0.1:5405", host + ":80");
      assertThatThrownBy(() -> StatusJson.read(document)).as(host).isInstanceOf(IOException.class);
    }
  }

  @Test
  void namesAreNotResolved() {
    String document = StatusJson.write(formed()).replace("10.77.0.1:5405", "example.org:80");
    assertThatThrownBy(() -> StatusJson.read(document)).hasMessageContaining("example.org");
  }

  /** SEC-M1: another member's states and names of counters come from a fixed alphabet. */
  @Test
  void believesOnlyStatesAndCountersThatCanBe() {
    String document = StatusJson.write(formed());
    String state = "\"" + formed().state().toLowerCase(java.util.Locale.ROOT) + "\"";
    String counter = "\"" + formed().counters().keySet().iterator().next() + "\":";
    assertThat(document).contains(state).contains(counter);
    for (String evil : List.of("\\u001bc", "\\u009b6n", "A b", "\\u202e", "")) {
      assertThatThrownBy(() -> StatusJson.read(document.replace(state, "\"" + evil + "\"")))
          .hasMessageContaining("a state that is none");
      assertThatThrownBy(() -> StatusJson.read(document.replace(counter, "\"" + evil + "\":")))
          .hasMessageContaining("a counter whose name is none");
    }
  }
}
