package io.evs.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.QuorumSettings;
import io.evs.console.source.MemberFigures;
import io.evs.console.source.RingEvent;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.Subject;
import io.evs.console.words.RingWords;
import io.evs.node.EvsNode;
import io.evs.node.FaultInjection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
            .quorum(new QuorumSettings(2, 1, QuorumSettings.Policy.MAJORITY, false))
            .stateDir(state)
            .build());
  }

  @Test
  void aLiveSourceShowsWhatTheMemberKnows() {
    LiveSource.Events events = new LiveSource.Events(Clock.systemDefaultZone());
    try (EvsNode node = member();
        Evs handle = node.open(new EvsListener() {})) {
      Group chat = new Group("chat");
      handle.join(List.of(chat, new Group("~evs-hidden")));
      try (LiveSource source = new LiveSource(node, List.of(chat), events, Optional.empty())) {
        handle.multicast(Guarantee.AGREED, List.of(chat), "hello".getBytes(StandardCharsets.UTF_8));
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
        assertThat(now.health().isOutdated()).isFalse();
        assertThat(now.members()).hasSize(1);
        assertThat(now.health().primary()).contains(false);
        // NEW-B12: what is asked to look at a ring does not count as an application's message.
        node.statusOfAll(Duration.ofMillis(100));
        assertThat(node.status().counters())
            .containsEntry("messages_submitted", 1L)
            .containsEntry("messages_delivered", 1L)
            .containsEntry("message_bytes_delivered", 5L);
        assertThat(facts(source, new Subject.Member(NodeId.of(7), "")))
            .contains("name: seven", "pauses: none", "messages_submitted: 1")
            .anyMatch(fact -> fact.startsWith("all: ") && fact.endsWith(", as here"))
            .anyMatch(fact -> fact.startsWith("never since this console looks"));
        assertThat(facts(source, new Subject.OfGroup("chat")))
            .contains("members: 2")
            .anyMatch(fact -> fact.startsWith("messages: 0.1 a second, 0.5 bytes a second"))
            .anyMatch(fact -> fact.contains("on seven, here  since "));
        assertThat(now.rings().get(0).name()).matches("ring \\d+");
        assertThat(now.rings().get(0).labels()).containsExactly("seven");
        assertThat(seen).extracting(RingEvent::text).anyMatch(t -> t.endsWith(": hello"));
        assertThat(seen)
            .extracting(RingEvent::text)
            .contains(now.rings().get(0).name() + ": members seven (joined seven)");
      }
    }
  }

  private static List<String> facts(LiveSource source, Subject subject) {
    return source.describe(subject).stream()
        .flatMap(section -> section.facts().stream())
        .map(fact -> fact.label().isEmpty() ? fact.value() : fact.label() + ": " + fact.value())
        .toList();
  }

  /** NEW-B11: a picture whose node has ended is called old, until the node is back. */
  @Test
  void aLostNodeIsSaidToBeAndIsFoundAgain() {
    AtomicReference<Optional<EvsMember>> back = new AtomicReference<>(Optional.empty());
    LiveSource.Events events = new LiveSource.Events(Clock.systemDefaultZone());
    EvsNode first = member();
    try (LiveSource source = new LiveSource(first, List.of(), events, Optional.of(back::get))) {
      await(() -> source.snapshot().state().equals("OPERATIONAL"));
      FaultInjection.crash(first);
      await(() -> source.snapshot().health().isOutdated());
      RingSnapshot old = source.snapshot();
      assertThat(old.state()).isEqualTo("NO ANSWER");
      assertThat(old.members()).extracting(MemberFigures::state).containsExactly("UNKNOWN");
      assertThat(old.rings().get(0).token()).isEmpty();
      back.set(Optional.of(member()));
      await(() -> source.snapshot().state().equals("OPERATIONAL"));
      assertThat(source.snapshot().health().isOutdated()).isFalse();
      assertThat(source.takeEvents())
          .extracting(RingEvent::text)
          .contains("connected to node 7 again");
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
  }

  @Test
  void membersThatAreGoneAreRememberedAndOthersFiguresAreUsed() {
    NodeStatus real;
    try (EvsNode node = member()) {
      node.awaitMembers(1, Duration.ofSeconds(20));
      real = node.status();
    }
    LiveFigures figures = new LiveFigures(new RingWords());
    NodeStatus three = with(real, 7, 8, 9);
    NodeStatus nine = Statuses.of(9, "nine", Map.of(), List.of());
    figures.see(1, "", three, Map.of(NodeId.of(9), nine));
    figures.see(2, "", with(real, 7, 8), Map.of());
    RingSnapshot now =
        figures.snapshot(
            2, "", with(real, 7, 8), Map.of(NodeId.of(8), real), Map.of(), Optional.empty());
    assertThat(now.members())
        .extracting(MemberFigures::state)
        .containsExactly("OPERATIONAL", "OPERATIONAL", "GONE");
    // Issue 13: a member lost its name with its place in the ring.
    assertThat(now.members().get(2).name()).isEqualTo("nine");
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
