package io.evs.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.node.EvsNode;
import io.evs.node.FaultInjection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real member, alone on its ring. */
@Timeout(60)
class LiveFiguresTest {
  @TempDir Path state;

  private EvsNode member() {
    return EvsNode.start(
        EvsConfig.builder()
            .nodeId(7)
            .nodeName("seven")
            .bind("127.0.0.1")
            .transport(EvsConfig.TransportKind.UNICAST)
            .ringName("console-test")
            .stateDir(state)
            .build());
  }

  @Test
  void aLiveSourceShowsWhatTheMemberKnows() {
    LiveSource.Events events = new LiveSource.Events(Clock.systemDefaultZone());
    try (EvsNode node = member();
        var handle = node.open(events)) {
      handle.join(List.of(new Group("chat"), new Group("~evs-hidden")));
      handle.multicastJoined(
          io.evs.Guarantee.AGREED, "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      try (LiveSource source = new LiveSource(handle, events, node::status, Map::of)) {
        List<RingEvent> seen = new ArrayList<>();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> {
                  seen.addAll(source.takeEvents());
                  return seen.stream().anyMatch(e -> e.kind() == RingEvent.Kind.MESSAGE)
                      && !source.snapshot().groups().isEmpty();
                });
        RingSnapshot now = source.snapshot();
        assertThat(now.title()).isEqualTo("console-test");
        assertThat(now.state()).isEqualTo("OPERATIONAL");
        assertThat(now.local()).contains("node 7 seven").contains("unicast");
        assertThat(now.security()).isEqualTo("security none");
        assertThat(now.groups()).hasSize(1);
        assertThat(now.groups().get(0).name()).isEqualTo("chat");
        assertThat(now.notice()).isEmpty();
        assertThat(now.members()).hasSize(1);
        assertThat(now.members().get(0).messages()).hasValue(1);
        assertThat(now.members().get(0).bytes()).hasValue(5);
        assertThat(now.deliveredMessages()).hasValue(1);
        assertThat(seen).extracting(RingEvent::text).anyMatch(t -> t.endsWith(": hello"));
        FaultInjection.crash(node);
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> source.snapshot().notice().isPresent());
      }
    }
  }

  @Test
  void membersThatAreGoneAreRememberedAndOthersFiguresAreUsed() {
    NodeStatus real;
    try (EvsNode node = member()) {
      node.awaitMembers(1, Duration.ofSeconds(20));
      real = node.status();
    }
    LiveFigures figures = new LiveFigures();
    NodeStatus three = with(real, 7, 8, 9);
    figures.see(1, three);
    figures.see(2, with(real, 7, 8));
    RingSnapshot now =
        figures.snapshot(
            2, "", with(real, 7, 8), Map.of(NodeId.of(8), real), Map.of(), Optional.empty());
    assertThat(now.members())
        .extracting(MemberFigures::state)
        .containsExactly("OPERATIONAL", "OPERATIONAL", "GONE");
    assertThat(now.members().get(1).messages()).isPresent();
    assertThat(now.members().get(2).messages()).isEmpty();
    assertThat(now.rings().get(0).members()).hasSize(2);
  }

  private static NodeStatus with(NodeStatus real, long... members) {
    List<NodeStatus.Peer> peers = new ArrayList<>();
    for (long id : members) {
      peers.add(new NodeStatus.Peer(NodeId.of(id), Optional.of(real.address())));
    }
    return Statuses.withMembers(real, peers);
  }

  @Test
  void changesOfGroupsAreFoundBySeeingThemTwice() {
    List<String> changes = new ArrayList<>();
    GroupWatch watch = new GroupWatch(changes::add);
    GroupMember one = new GroupMember(NodeId.of(1), 11);
    GroupMember two = new GroupMember(NodeId.of(2), 22);
    Group chat = new Group("chat");
    watch.see(Map.of(chat, List.of(one)));
    watch.see(Map.of(chat, List.of(one)));
    watch.see(Map.of(chat, List.of(two)));
    watch.see(Map.of());
    assertThat(changes)
        .containsExactly("chat: joined 1/11", "chat: joined 2/22; left 1/11", "chat: left 2/22");
  }
}
