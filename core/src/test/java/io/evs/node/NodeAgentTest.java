package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.node.handle.ControlGroups;
import io.evs.node.process.ProcessIds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SEC-M9: an agent that fails begins again, for as long as its node runs. */
@Timeout(60)
@ExpectsLog("the agent of test failed")
class NodeAgentTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Group GROUP = new Group(ControlGroups.CONTROL_PREFIX + "test");

  @TempDir private Path home;

  /** Fails at the words that it is told to fail at. */
  private static final class Brittle extends NodeAgent {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Set<Long> handles = ConcurrentHashMap.newKeySet();
    final AtomicInteger begun = new AtomicInteger();
    final CountDownLatch ended = new CountDownLatch(1);
    private String last = "";

    Brittle(EvsNode node) {
      super(node, "test", GROUP);
    }

    @Override
    protected void begun() {
      begun.incrementAndGet();
      last = "";
    }

    @Override
    public void onMessage(Delivery delivery) {
      last = new String(delivery.payload(), StandardCharsets.UTF_8);
      heard.add(last);
    }

    @Override
    protected Duration patience() {
      return Duration.ofMillis(20);
    }

    @Override
    protected void work(Evs handle) {
      handles.add(handle.self().processId());
      assertThat(ProcessIds.isAgent(handle.self())).isTrue();
      if (last.equals("fault")) {
        throw new IllegalStateException("as it was told");
      }
      if (last.equals("busy")) {
        throw new EvsException(EvsException.Code.LIBRARY, "the member did not answer in 10 s");
      }
    }

    @Override
    protected void ended() {
      ended.countDown();
    }
  }

  private static void say(EvsNode node, Evs client, Brittle agent, int handle, String word) {
    await()
        .atMost(LONG)
        .until(
            () ->
                agent.begun.get() == handle
                    && node.groups().getOrDefault(GROUP, List.of()).stream()
                        .anyMatch(each -> agent.handles.contains(each.processId())));
    client.multicast(Guarantee.AGREED, List.of(GROUP), word.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void itListensAgainAfterFaultsAndEndsWithItsNode() throws Exception {
    EvsNode node =
        EvsNode.start(
            EvsConfig.builder()
                .nodeId(1)
                .bind("127.0.0.1")
                .transport(EvsConfig.TransportKind.UNICAST)
                .ringName("agent-" + UUID.randomUUID())
                .stateDir(home)
                .build());
    Brittle agent = new Brittle(node);
    try (Evs client = node.open(new EvsListener() {})) {
      node.awaitMembers(1, LONG);
      agent.start();
      say(node, client, agent, 1, "fault");
      await().atMost(LONG).until(() -> agent.begun.get() == 2);
      say(node, client, agent, 2, "busy");
      await().atMost(LONG).until(() -> agent.begun.get() == 3);
      say(node, client, agent, 3, "well");
      await().atMost(LONG).until(() -> agent.heard.contains("well"));
      assertThat(agent.handles).as("each with an id of its own").hasSize(3);
    } finally {
      node.close();
    }
    assertThat(agent.ended.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
