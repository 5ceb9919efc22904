package io.evs.node.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.group.Member;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is asked, where the ring has just changed; over a handle that the test plays. */
class AgentQueryTest {
  private static final Group AGENTS = new Group("~evs-agents");
  private static final RingId RING = new RingId(1, 4);
  private static final GroupMember SELF = new GroupMember(NodeId.of(1), 815);
  private static final GroupMember AGENT = new GroupMember(NodeId.of(2), Member.AGENTS_FROM | 7);

  private final Map<Group, List<GroupMember>> groups = new HashMap<>();
  private @Nullable EvsListener listener;

  private Object handle(String method) {
    return switch (method) {
      case "self" -> SELF;
      case "groups" -> groups;
      case "join", "tryMulticast", "close" -> null;
      default -> throw new AssertionError(method);
    };
  }

  private Evs open(EvsListener its) {
    listener = its;
    return (Evs)
        Proxy.newProxyInstance(
            Evs.class.getClassLoader(),
            new Class<?>[] {Evs.class},
            (proxy, method, arguments) -> handle(method.getName()));
  }

  private void deliver(GroupMember sender, byte[] payload) {
    listener.onMessage(new Delivery(List.of(AGENTS), sender, Guarantee.AGREED, RING, 1, payload));
  }

  /** A status of all was empty where the groups of a new ring were not exchanged yet. */
  @Test
  void whoIsAskedIsKnownWhereTheQuestionHasItsPlace() {
    try (AgentQuery<String> query =
        new AgentQuery<>(this::open, AGENTS, (from, payload) -> Optional.of(new String(payload)))) {
      List<NodeId> members = List.of(NodeId.of(1), NodeId.of(2));
      listener.onConfiguration(
          new ConfigurationChange(
              ConfigurationChange.Kind.REGULAR,
              RING,
              Optional.empty(),
              members,
              members,
              List.of()));
      Group reply = new Group(query.reply());
      listener.onGroup(new GroupChange(reply, List.of(SELF), List.of(), List.of()));
      assertThat(query.tryAsk(new byte[1])).isTrue();
      assertThat(query.late(answer -> true)).containsExactlyElementsOf(members);
      groups.put(AGENTS, List.of(AGENT));
      deliver(SELF, new byte[1]);
      assertThat(query.late(answer -> true)).containsExactly(NodeId.of(2));
      deliver(AGENT, "well".getBytes());
      assertThat(query.late(answer -> true)).isEmpty();
      assertThat(query.answers()).containsOnlyKeys(NodeId.of(2));
    }
  }
}
