package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.QuorumSettings;
import io.evs.SecuritySuite;
import io.evs.TestPorts;
import io.evs.TotemOption;
import io.evs.flight.Cause;
import io.evs.history.NodeEvent;
import io.evs.metrics.Exposition;
import io.evs.node.status.EventPage;
import io.evs.transport.LinkFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NEW-A7: each change of members is told once: who, why, and for how long no ring worked. */
@Timeout(120)
@ExpectsLog("uses another key")
class RingEventsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final int port = TestPorts.unused();
  private final String ring = "test-" + Long.toHexString(new Random().nextLong());
  private final List<EvsNode> nodes = new ArrayList<>();

  @AfterEach
  void crashAll() {
    nodes.forEach(FaultInjection::crash);
  }

  private EvsConfig config(int id) {
    return EvsConfig.builder()
        .port(0)
        .multicastPort(port)
        .ringName(ring)
        .nodeId(id)
        .totem(TotemOption.TOKEN, Duration.ofMillis(500))
        .build();
  }

  private EvsNode start(EvsConfig config, LinkFaults faults) {
    EvsNode node = FaultInjection.start(config, faults);
    nodes.add(node);
    return node;
  }

  private EvsNode start(int id) {
    return start(config(id), new LinkFaults(id));
  }

  private static List<NodeEvent> events(EvsNode node) {
    try {
      return EventPage.read(node.journal().history().page(0, 1000)).events();
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private static List<NodeEvent.Change> changes(EvsNode node) {
    return events(node).stream().flatMap(each -> each.change().stream()).toList();
  }

  private static NodeEvent.Change await(EvsNode node, int members, Cause... causes) {
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              List<NodeEvent.Change> all = changes(node);
              assertThat(all).isNotEmpty();
              NodeEvent.Change last = all.get(all.size() - 1);
              assertThat(last.members()).hasSize(members);
              assertThat(last.cause()).isIn((Object[]) causes);
            });
    List<NodeEvent.Change> all = changes(node);
    return all.get(all.size() - 1);
  }

  @Test
  void startJoinLeaveAndCrash() {
    EvsNode one = start(1);
    NodeEvent.Change first = await(one, 1, Cause.START);
    assertThat(first.joined()).isEmpty();
    EvsNode two = start(2);
    NodeEvent.Change joined = await(one, 2, Cause.JOIN);
    assertThat(joined.joined()).containsExactly(NodeId.of(2));
    assertThat(joined.left()).isEmpty();
    assertThat(joined.ring()).isEqualTo(one.configuration().orElseThrow().ring());
    assertThat(joined.tookMillis()).isBetween(0L, LONG.toMillis());
    assertThat(present(one))
        .startsWith("evs_peer_present{node_id=\"2\",address=\"")
        .endsWith("} 1");
    two.close();
    NodeEvent.Change left = await(one, 1, Cause.LEAVE);
    assertThat(left.left()).containsExactly(new NodeEvent.Left(NodeId.of(2), "left"));
    EvsNode again = start(2);
    await(one, 2, Cause.JOIN);
    FaultInjection.crash(again);
    // On a busy machine this process may not run for a while at that moment.
    NodeEvent.Change crashed = await(one, 1, Cause.CRASH, Cause.PAUSE);
    assertThat(crashed.left()).extracting(NodeEvent.Left::id).containsExactly(NodeId.of(2));
    NodeStatus.Missing missing = one.status().missing().get(0);
    assertThat(missing.nodeId()).contains(NodeId.of(2));
    assertThat(missing.reason()).isIn("token_lost", "pause");
    assertThat(one.status().condition().problems())
        .anyMatch(each -> each.startsWith("member 2 is missing"));
    assertThat(present(one))
        .startsWith("evs_peer_present{node_id=\"2\",address=\"")
        .endsWith("} 0");
    List<NodeEvent> all = events(one);
    assertThat(all.get(all.size() - 1).text()).startsWith("members 1 2 -> 1: lost 2, ");
  }

  @Test
  @DisplayName("with quorum, too, it is told for how long no ring worked")
  void aCrashWithQuorum() {
    QuorumSettings quorum = new QuorumSettings(2, 1, QuorumSettings.Policy.MAJORITY, false);
    EvsNode one = start(config(1).toBuilder().quorum(quorum).build(), new LinkFaults(1));
    await(one, 1, Cause.START);
    EvsNode two = start(config(2).toBuilder().quorum(quorum).build(), new LinkFaults(2));
    await(one, 2, Cause.JOIN);
    FaultInjection.crash(two);
    NodeEvent.Change crashed = await(one, 1, Cause.CRASH, Cause.PAUSE);
    assertThat(crashed.primary()).contains(false);
    // The one that is left waits for the other until the time for consensus is over.
    assertThat(crashed.tookMillis()).isBetween(300L, LONG.toMillis());
  }

  private static String present(EvsNode node) {
    return Exposition.of(node.status())
        .lines()
        .filter(line -> line.startsWith("evs_peer_present{"))
        .collect(Collectors.joining());
  }

  @Test
  @DisplayName("NEW-B16: what had to be sent again is told for each member")
  void packetsOfAMemberThatGetLost() {
    LinkFaults toOne = new LinkFaults(1);
    EvsNode one = start(unicast(1, 9).build(), toOne);
    EvsNode two = start(unicast(2, one.address().getPort()).build(), new LinkFaults(2));
    one.awaitMembers(2, LONG);
    assertThat(resent(one)).isZero();
    toOne.lose(0.2);
    try (Evs evs = two.open(new EvsListener() {})) {
      Awaitility.await()
          .atMost(LONG)
          .until(
              () -> {
                evs.multicast(new byte[100], Group.of("lost"));
                evs.flush().get();
                return resent(one) > 0;
              });
    }
    toOne.lose(0);
    assertThat(resent(two)).isZero();
  }

  private static long resent(EvsNode node) {
    return node.status().condition().peers().stream()
        .mapToLong(NodeStatus.PeerFigures::resent)
        .sum();
  }

  @Test
  @DisplayName("who was cut off and had not ended is told to be back")
  void partsOfADividedRing() {
    LinkFaults toOne = new LinkFaults(1);
    LinkFaults toTwo = new LinkFaults(2);
    EvsNode one = start(unicast(1, 9).build(), toOne);
    EvsNode two = start(unicast(2, one.address().getPort()).build(), toTwo);
    one.awaitMembers(2, LONG);
    toOne.hearNothingFrom(Set.of(two.address()));
    toTwo.hearNothingFrom(Set.of(one.address()));
    NodeEvent.Change cut = await(one, 1, Cause.CRASH, Cause.PAUSE);
    assertThat(cut.left()).hasSize(1);
    toOne.hearNothingFrom(Set.of());
    toTwo.hearNothingFrom(Set.of());
    NodeEvent.Change merged = await(one, 2, Cause.MERGE);
    assertThat(merged.joined()).containsExactly(NodeId.of(2));
    assertThat(one.status().missing()).allMatch(each -> each.nodeId().isEmpty());
  }

  @Test
  @DisplayName("NEW-A6: a peer with another key is told to be that")
  void aPeerWithAnotherKey() {
    int free = TestPorts.unused();
    EvsNode one = start(keyed(1, 0, free, (byte) 1), new LinkFaults(1));
    EvsNode two = start(keyed(2, free, one.address().getPort(), (byte) 2), new LinkFaults(2));
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              NodeStatus status = two.status();
              assertThat(status.missing())
                  .extracting(NodeStatus.Missing::reason)
                  .containsExactly("other_key");
              assertThat(status.condition().problems())
                  .anyMatch(each -> each.startsWith("packets that are sealed with another key"));
              assertThat(events(two)).extracting(NodeEvent::event).contains("other_key");
            });
  }

  private EvsConfig keyed(int id, int own, int peer, byte key) {
    byte[] bytes = new byte[128];
    Arrays.fill(bytes, key);
    return unicast(id, peer).port(own).security(SecuritySuite.AES_256_GCM).key(bytes).build();
  }

  private EvsConfig.Builder unicast(int id, int peer) {
    return config(id).toBuilder()
        .bind("127.0.0.1")
        .transport(EvsConfig.TransportKind.UNICAST)
        .peers(List.of(new EvsConfig.Peer("127.0.0.1", peer)));
  }
}
