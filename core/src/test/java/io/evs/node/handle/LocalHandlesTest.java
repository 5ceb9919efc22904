package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.node.EmbeddedHandle;
import io.evs.node.TestMessage;
import io.evs.node.flow.QueueBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LocalHandlesTest {
  private static final NodeId SELF = new NodeId(1);
  private static final Group CHAT = new Group("chat");
  private static final Group NEWS = new Group("news");

  /** Writes down what it hears. */
  private static final class Listener implements EvsListener {
    final List<String> heard = new ArrayList<>();

    @Override
    public void onMessage(Delivery delivery) {
      heard.add("message " + delivery.payload().length + " from " + delivery.sender());
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      heard.add("ring " + change.ring());
    }

    @Override
    public void onGroup(GroupChange change) {
      heard.add("group " + change.group() + " of " + change.members().size());
    }

    @Override
    public void onDisconnected(EvsException reason) {
      heard.add("disconnected " + reason.code());
    }
  }

  private final LocalHandles table = new LocalHandles(SELF, new QueueBudget(1 << 20));
  private final SubmissionQueue submissions = new SubmissionQueue(4 << 20, () -> {});

  private EmbeddedHandle open(long processId, Listener listener, long queueBytes) {
    EmbeddedHandle handle =
        new EmbeddedHandle(
            null,
            submissions,
            new MembershipLimit(10),
            new GroupMember(SELF, processId),
            listener,
            java.util.Optional.empty(),
            new HandleQueue(queueBytes, () -> {}));
    table.open(handle);
    return handle;
  }

  private static GroupChange change(Group group, boolean joined, int members, long processId) {
    List<GroupChange.Change> who =
        List.of(
            new GroupChange.Change(
                new GroupMember(SELF, processId),
                joined ? GroupChange.Reason.JOIN : GroupChange.Reason.LEAVE));
    List<GroupMember> all = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      all.add(new GroupMember(new NodeId(10 + i), 1));
    }
    return new GroupChange(group, all, joined ? who : List.of(), joined ? List.of() : who);
  }

  private static ConfigurationChange regular(long sequence) {
    return new ConfigurationChange(
        ConfigurationChange.Kind.REGULAR,
        new RingId(1, sequence),
        Optional.empty(),
        List.of(SELF),
        List.of(),
        List.of());
  }

  private static TestMessage to(int bytes, Group... groups) {
    return new TestMessage(List.of(groups), bytes);
  }

  @Test
  void aHandleGetsMessagesBetweenItsOrderedJoinAndLeaveOnceEach() {
    Listener listener = new Listener();
    EmbeddedHandle handle = open(5, listener, 1 << 20);
    table.message(to(1, CHAT));
    table.group(change(CHAT, true, 1, 5));
    table.group(change(NEWS, true, 1, 5));
    table.message(to(2, CHAT, NEWS));
    table.message(to(3, new Group("other")));
    table.group(change(CHAT, false, 0, 5));
    table.message(to(4, CHAT));
    table.handOver();
    handle.dispatch(io.evs.Evs.Dispatch.ALL);
    assertThat(listener.heard)
        .containsExactly(
            "group chat of 1", "group news of 1", "message 2 from 2/77", "group chat of 0");
  }

  @Test
  void otherHandlesOfTheProcessGetOnlyWhatTheyJoined() {
    Listener first = new Listener();
    Listener second = new Listener();
    EmbeddedHandle a = open(5, first, 1 << 20);
    EmbeddedHandle b = open(6, second, 1 << 20);
    table.group(change(CHAT, true, 1, 5));
    table.message(to(2, CHAT));
    table.handOver();
    a.dispatch(io.evs.Evs.Dispatch.ALL);
    b.dispatch(io.evs.Evs.Dispatch.ALL);
    assertThat(first.heard).hasSize(2);
    assertThat(second.heard).isEmpty();
  }

  @Test
  void aNewHandleBeginsWithTheConfigurationInstalled() {
    table.configuration(regular(4));
    table.configuration(regular(8));
    Listener listener = new Listener();
    EmbeddedHandle handle = open(5, listener, 1 << 20);
    table.handOver();
    handle.dispatch(io.evs.Evs.Dispatch.ONE);
    handle.dispatch(io.evs.Evs.Dispatch.ALL);
    assertThat(listener.heard).containsExactly("ring 1:8");
  }

  @Test
  void aHandleThatDispatchesTooSlowlyGetsEverythingBeforeItsEnd() {
    Listener slow = new Listener();
    Listener fast = new Listener();
    EmbeddedHandle handle = open(5, slow, 10_000);
    EmbeddedHandle other = open(6, fast, 1 << 20);
    table.group(change(CHAT, true, 1, 5));
    table.group(change(CHAT, true, 1, 6));
    for (int i = 0; i < 6; i++) {
      table.message(to(2000, CHAT));
    }
    table.handOver();
    assertThat(table.takeEnded()).containsExactly(5L);
    assertThat(table.takeEnded()).isEmpty();
    assertThat(table.isOpen(5)).isFalse();
    handle.dispatch(io.evs.Evs.Dispatch.ALL);
    assertThat(slow.heard)
        .containsExactly(
            "group chat of 1",
            "group chat of 1",
            "message 2000 from 2/77",
            "message 2000 from 2/77",
            "message 2000 from 2/77",
            "message 2000 from 2/77",
            "disconnected NO_RESOURCES");
    assertThatThrownBy(() -> handle.dispatch(io.evs.Evs.Dispatch.ALL))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("dispatched too slowly");
    assertThatThrownBy(() -> handle.join(List.of(CHAT))).hasMessageContaining("too slowly");
    other.dispatch(io.evs.Evs.Dispatch.ALL);
    assertThat(fast.heard).hasSize(7);
  }

  @Test
  void theEndOfTheMemberEndsEveryHandleAndThoseOpenedLater() {
    Listener listener = new Listener();
    Listener late = new Listener();
    EmbeddedHandle handle = open(5, listener, 1 << 20);
    table.configuration(regular(4));
    table.endAll(new EvsException(EvsException.Code.LIBRARY, "the member was closed"));
    EmbeddedHandle after = open(6, late, 1 << 20);
    handle.dispatch(io.evs.Evs.Dispatch.ALL);
    after.dispatch(io.evs.Evs.Dispatch.ONE);
    assertThat(listener.heard).containsExactly("ring 1:4", "disconnected LIBRARY");
    assertThat(late.heard).containsExactly("disconnected LIBRARY");
    assertThatThrownBy(() -> handle.dispatch(io.evs.Evs.Dispatch.BLOCKING))
        .hasMessage("the member was closed");
  }

  @Test
  void blockingDispatchEndsWithTheHandle() throws Exception {
    Listener listener = new Listener();
    EmbeddedHandle handle = open(5, listener, 1 << 20);
    table.endAll(new EvsException(EvsException.Code.LIBRARY, "the member was closed"));
    assertThatThrownBy(() -> handle.dispatch(io.evs.Evs.Dispatch.BLOCKING))
        .hasMessage("the member was closed");
    assertThat(listener.heard).containsExactly("disconnected LIBRARY");
  }
}
