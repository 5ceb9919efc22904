package io.evs.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.RingStatus;
import io.evs.SecuritySuite;
import io.evs.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people read. */
class StatusTextTest {
  private static final Instant NOW = Instant.parse("2026-01-02T15:00:00Z");

  private static InetSocketAddress address(int host) {
    try {
      return new InetSocketAddress(InetAddress.getByName("10.77.0." + host), 5405);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Timing timing(long medianNanos) {
    return new Timing(
        1000,
        1000 * medianNanos,
        Timing.NONE.buckets(),
        new Timing.Recent(
            500, medianNanos, 2 * medianNanos, 3 * medianNanos, 4 * medianNanos, 90 * medianNanos));
  }

  private static NodeStatus status(int id, String name) {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("mcasts_sent", 1_234_567L);
    counters.put("mcasts_received", 10L);
    counters.put("retransmits", 3L);
    counters.put("token_losses", 0L);
    counters.put("security_rejected_forged", 0L);
    counters.put("security_rejected_unknown_start", 8L);
    return new NodeStatus(
        new NodeId(id),
        name,
        7,
        "main",
        address(id),
        "epoll unicast",
        new NodeStatus.Security(SecuritySuite.AES_256_GCM, "12ab34cd", "12:ab", List.of(), 0, ""),
        "OPERATIONAL",
        Optional.of(new RingId(1, 8)),
        Optional.of(NOW.minus(Duration.ofMinutes(12))),
        List.of(
            new NodeStatus.Peer(new NodeId(1), Optional.of(address(1))),
            new NodeStatus.Peer(new NodeId(2), Optional.of(address(2))),
            new NodeStatus.Peer(new NodeId(3), Optional.empty())),
        counters,
        0,
        1536,
        2,
        new NodeStatus.Pauses(2, 300_000, 1_200_000),
        NOW.minus(Duration.ofMinutes(192)),
        NOW,
        new NodeStatus.Token(4711, 4709, false, List.of(4710L)),
        Map.of("token_rotation", timing(41_234), "token_held", timing(5_000)),
        8 << 20,
        64 << 20,
        Optional.of(new NodeStatus.Packets(1430, "MTU 1500 of eth0")),
        Optional.empty(),
        List.of(),
        NodeStatus.Condition.UNKNOWN,
        Optional.empty());
  }

  private static NodeStatus withQuorum(NodeStatus status, NodeStatus.Quorum quorum) {
    return with(
        status,
        status.state(),
        status.counters(),
        status.ring(),
        Optional.empty(),
        List.of(),
        Optional.of(quorum));
  }

  @Test
  void saysWhetherTheRingIsPrimaryAndWhyNot() {
    StatusText text = new StatusText(false);
    NodeStatus.Quorum enough = new NodeStatus.Quorum(5, 3, true, "");
    assertThat(text(text.node(withQuorum(status(2, "n2"), enough))))
        .contains("  quorum    primary, 3 of 5 votes\n");
    NodeStatus.Quorum differs = new NodeStatus.Quorum(5, 3, false, "they differ\u001b[2J");
    assertThat(text(text.node(withQuorum(status(2, "n2"), differs))))
        .contains("  quorum    not primary, 3 of 5 votes: they differ\\x1b[2J\n");
  }

  private static NodeStatus withCounters(NodeStatus status, Map<String, Long> counters) {
    return with(status, status.state(), counters, status.ring(), Optional.empty(), List.of());
  }

  private static NodeStatus.Missing missing(String address) {
    return new NodeStatus.Missing(
        address.startsWith("10") ? Optional.of(new NodeId(4)) : Optional.empty(),
        address,
        Optional.of(NOW.minusSeconds(75)),
        address.startsWith("10") ? "token_lost" : "no_address");
  }

  private static NodeStatus withMissing(NodeStatus status, List<NodeStatus.Missing> missing) {
    return with(
        status, status.state(), status.counters(), status.ring(), Optional.empty(), missing);
  }

  /** The same node while its ring re-forms, or the first one is. */
  private static NodeStatus changing(NodeStatus status, Optional<RingId> old) {
    Optional<Instant> since = Optional.of(NOW.minusSeconds(75));
    return with(status, "GATHER", status.counters(), old, since, List.of());
  }

  private static NodeStatus with(
      NodeStatus status,
      String state,
      Map<String, Long> counters,
      Optional<RingId> ring,
      Optional<Instant> changingSince,
      List<NodeStatus.Missing> missing) {
    return with(status, state, counters, ring, changingSince, missing, status.quorum());
  }

  private static NodeStatus with(
      NodeStatus status,
      String state,
      Map<String, Long> counters,
      Optional<RingId> ring,
      Optional<Instant> changingSince,
      List<NodeStatus.Missing> missing,
      Optional<NodeStatus.Quorum> quorum) {
    return new NodeStatus(
        status.nodeId(),
        status.name(),
        status.incarnation(),
        status.ringName(),
        status.address(),
        status.transport(),
        status.security(),
        state,
        ring,
        ring.isPresent() ? status.formedAt() : Optional.empty(),
        ring.isPresent() ? status.members() : List.of(),
        counters,
        0,
        0,
        0,
        status.pauses(),
        status.startedAt(),
        status.at(),
        status.token(),
        status.timings(),
        1,
        1,
        Optional.empty(),
        changingSince,
        missing,
        missing.isEmpty()
            ? NodeStatus.Condition.UNKNOWN
            : new NodeStatus.Condition(
                "1." + status.nodeId(),
                "0123abcd",
                Map.of("token", 1000L, "consensus", 1200L),
                List.of(),
                List.of(),
                List.of("this node is \u001balone"),
                Optional.empty(),
                Optional.empty()),
        quorum);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  @Test
  void theBlockSaysWhatMattersFirst() {
    assertThat(text(new StatusText(false).node(status(2, "n2"))))
        .isEqualTo(
            """
            n2 (node 2), up 3 h 12 min
              ring      main 1:8, operational, 3 members, formed 12 min 0 s ago
              address   10.77.0.2:5405, epoll unicast, incarnation 7
              size      packets of 1430 bytes; MTU 1500 of eth0
              security  aes-256-gcm, key 12ab34cd, fingerprint 12:ab, no packet refused
              token     rotation 41.2 us (p99 124 us, max 3.71 ms); held 5.00 us (p99 15.0 us, max 450 us)
              order     sequence 4711, received up to 4709, 1 packet missing
              delivery  agreed -; safe -; dispatch -
              packets   sent 1 234 567, received 10, sent again 3, token losses 0
              queues    to send 0 B of 8 MiB, to dispatch 1.50 KiB in 2 handles
              pauses    2 since the start, the last of 300 ms, the longest of 1.20 s

            MEMBER  ADDRESS         NAME
                 1  10.77.0.1:5405  representative
                 2  10.77.0.2:5405  n2 (this node)
                 3  -
            """);
  }

  @Test
  @DisplayName("T2-4: members of the old ring are said to be that while another one is formed")
  void aChangeIsSaidBesideTheMembersOfTheOldRing() {
    NodeStatus changing = changing(status(2, "n2"), status(2, "n2").ring());
    StatusText words = new StatusText(false);
    String ring = "main, gather for 1 min 15 s, old ring 1:8 of 3 members, formed 12 min 0 s ago";
    assertThat(text(words.ringMembers(changing)))
        .isEqualTo(
            "ring "
                + ring
                + """

                MEMBER  ADDRESS         NAME
                     1  10.77.0.1:5405  representative
                     2  10.77.0.2:5405  n2 (this node)
                     3  -
                """);
    assertThat(words.node(changing)).contains("  ring      " + ring);
    assertThat(words.ringMembers(status(2, "n2")).get(0)).startsWith("MEMBER");
    assertThat(words.ringMembers(changing(status(2, "n2"), Optional.empty())))
        .containsExactly("ring main, gather for 1 min 15 s, no ring was formed yet");
  }

  @Test
  @DisplayName("T2-4: and scripts find since when")
  void aChangeAsJson() throws IOException {
    NodeStatus changing = changing(status(2, "n2"), status(2, "n2").ring());
    JsonNode json =
        new ObjectMapper().readTree(RingMembersCommand.document(changing, Optional.empty()));
    assertThat(json.at("/ring/state").asText()).isEqualTo("gather");
    assertThat(json.at("/ring/changing_since").asText()).isEqualTo("2026-01-02T14:58:45Z");
    assertThat(json.at("/ring/sequence").asInt()).isEqualTo(8);
  }

  @Test
  void allMembersAreOneTableAndWhoIsSilentIsNamed() {
    RingStatus answers =
        new RingStatus(
            List.of(new NodeId(1), new NodeId(2), new NodeId(3)),
            Map.of(new NodeId(2), status(2, "n\u001b[2J")),
            Set.of(new NodeId(3)));
    assertThat(text(new StatusText(false).all(answers, status(2, "n2"))))
        .isEqualTo(
            """
            ring main 1:8, operational, 3 members, formed 12 min 0 s ago
            MEMBER     SENT  RECEIVED  AGAIN  PAUSES  ROTATION  RING  STATE        ADDRESS         NAME
                 1  cannot answer: it is not an evs node
                 2  1234567        10      3       2   41.2 us  1:8   operational  10.77.0.2:5405  n\\x1b[2J
                 3  did not answer in time
            """);
  }

  @Test
  @DisplayName("T2-5: packets of hosts that are not listed are shown")
  void refusedHostsAreShown() {
    NodeStatus status = status(2, "n2");
    assertThat(new StatusText(false).node(status)).noneMatch(line -> line.contains("refused  "));
    Map<String, Long> counters = new LinkedHashMap<>(status.counters());
    counters.put("rejected_unlisted", 17L);
    assertThat(new StatusText(false).node(withCounters(status, counters)))
        .contains("  refused   17 packets of hosts that are not listed (ring.block_unlisted)");
  }

  @Test
  @DisplayName("FIELD-27: a trace that was cut is shown")
  void aTraceThatWasCutIsShown() {
    NodeStatus status = status(2, "n2");
    assertThat(new StatusText(false).node(status)).noneMatch(line -> line.contains("trace  "));
    Map<String, Long> counters = new LinkedHashMap<>(status.counters());
    counters.put("trace_cuts", 1L);
    assertThat(new StatusText(false).node(withCounters(status, counters)))
        .contains("  trace     cut, since its file could not be written: see the log of the node");
  }

  @Test
  @DisplayName("NEW-A6: listed peers that are absent are named, wherever members are")
  void peersThatAreMissingAreNamed() throws IOException {
    NodeStatus whole = status(2, "n2");
    StatusText words = new StatusText(false);
    assertThat(words.node(whole)).noneMatch(line -> line.contains("MISSING"));
    NodeStatus cutOff =
        withMissing(whole, List.of(missing("10.77.0.4:5405"), missing("e\u001bvs-5")));
    RingStatus answers = new RingStatus(List.of(), Map.of(), Set.of());
    for (List<String> lines :
        List.of(words.node(cutOff), words.ringMembers(cutOff), words.all(answers, cutOff))) {
      assertThat(text(lines))
          .endsWith(
              """

              MISSING  ADDRESS         FOR         WHY
                    4  10.77.0.4:5405  1 min 15 s  fell silent
                    -  e\\x1bvs-5       1 min 15 s  its name has no address
              """);
    }
    JsonNode json =
        new ObjectMapper().readTree(RingMembersCommand.document(cutOff, Optional.empty()));
    assertThat(json.at("/missing/0/address").asText()).isEqualTo("10.77.0.4:5405");
    assertThat(json.at("/missing/0/node_id").asInt()).isEqualTo(4);
    assertThat(json.at("/missing/0/since").asText()).isEqualTo("2026-01-02T14:58:45Z");
    assertThat(json.at("/missing/0/reason").asText()).isEqualTo("token_lost");
    assertThat(json.at("/missing/1").has("node_id")).isFalse();
  }

  @Test
  @DisplayName("members that differ in version or settings are named, where all are asked")
  void whatMembersHaveDifferently() {
    NodeStatus untold = status(1, "n1");
    NodeStatus told = withMissing(status(2, "n2"), List.of(missing("10.77.0.4:5405")));
    StatusText words = new StatusText(false);
    assertThat(words.all(answers(untold, told), untold))
        .noneMatch(line -> line.contains("different"));
    NodeStatus other = withMissing(status(3, "n3"), List.of(missing("10.77.0.4:5405")));
    assertThat(words.all(answers(told, other), told))
        .contains("! members have different versions: 1.2 (2), 1.3 (3)")
        .noneMatch(line -> line.contains("different settings"));
  }

  private static RingStatus answers(NodeStatus one, NodeStatus two) {
    return new RingStatus(
        List.of(one.nodeId(), two.nodeId()),
        Map.of(one.nodeId(), one, two.nodeId(), two),
        Set.of());
  }

  @Test
  @DisplayName("NEW-A6: a status begins with what is wrong, and tells version and time-outs")
  void whatIsWrongComesFirst() {
    NodeStatus cutOff = withMissing(status(2, "n2"), List.of(missing("10.77.0.4:5405")));
    List<String> lines = new StatusText(false).node(cutOff);
    assertThat(lines).startsWith("! this node is \\x1balone", "");
    assertThat(lines.get(2)).isEqualTo("n2 (node 2), up 3 h 12 min, evs 1.2, settings 0123abcd");
    assertThat(lines).contains("  time-outs token 1000 ms, consensus 1200 ms");
  }

  @Test
  void refusedPacketsAreNamedByReason() {
    NodeStatus status = status(2, "n2");
    assertThat(status.securityRejected()).isZero();
    Map<String, Long> counters = new LinkedHashMap<>(status.counters());
    counters.put("security_rejected_other_key", 1200L);
    counters.put("security_rejected_forged", 2L);
    NodeStatus attacked = withCounters(status, counters);
    assertThat(attacked.securityRejected()).isEqualTo(1202);
    assertThat(text(new StatusText(false).node(attacked)))
        .contains("packets refused since the start: 2 forged, 1 200 other key");
  }

  /** NEW-B16: "19 381" made awk take 19. */
  @Test
  void countersHaveTheirMeaningAndAreDigitsAlone() {
    assertThat(text(new StatusText(false).counters(status(1, "n1"))))
        .contains("COUNT  COUNTER")
        .contains("1234567  mcasts_sent ")
        .contains("message packets sent first by this member");
  }

  @Test
  void colourOnlyAddsToWhatTheWordsSay() {
    String plain = text(new StatusText(false).node(status(1, "n1")));
    String painted = text(new StatusText(true).node(status(1, "n1")));
    assertThat(painted).contains("\u001b[32moperational\u001b[0m");
    assertThat(painted.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(plain);
    assertThat(plain).doesNotContain("\u001b");
  }

  @Test
  void numbersAreShort() {
    assertThat(NumberText.time(999)).isEqualTo("999 ns");
    assertThat(NumberText.time(9_999)).isEqualTo("10.0 us");
    assertThat(NumberText.time(123_456_789)).isEqualTo("123 ms");
    assertThat(NumberText.time(12_000_000_000L)).isEqualTo("12.0 s");
    assertThat(NumberText.bytes(1023)).isEqualTo("1 023 B");
    assertThat(NumberText.bytes(10 << 20)).isEqualTo("10 MiB");
    assertThat(NumberText.age(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(NumberText.age(Duration.ofHours(50))).isEqualTo("2 d 2 h");
  }

  @Test
  void membersAsJson() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(RingMembersCommand.document(status(2, "n2"), Optional.empty()));
    assertThat(json.at("/schema").asInt()).isEqualTo(1);
    assertThat(json.at("/command").asText()).isEqualTo("members");
    assertThat(json.at("/ring/representative").asInt()).isEqualTo(1);
    assertThat(json.at("/ring/sequence").asInt()).isEqualTo(8);
    assertThat(json.at("/ring/state").asText()).isEqualTo("operational");
    assertThat(json.at("/ring").has("changing_since")).isFalse();
    assertThat(json.at("/members")).hasSize(3);
    assertThat(json.at("/members/0/representative").asBoolean()).isTrue();
    assertThat(json.at("/members/0").has("name")).isFalse();
    assertThat(json.at("/members/1/name").asText()).isEqualTo("n2");
    assertThat(json.at("/members/1/here").asBoolean()).isTrue();
    assertThat(json.at("/members/1/address").asText()).isEqualTo("10.77.0.2:5405");
    assertThat(json.at("/members/2").has("address")).isFalse();
  }
}
