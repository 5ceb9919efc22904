package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.TestPorts;
import io.evs.TotemOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NEW-A2, FIELD-24 (a, b): a ring of three, and a node from an unlisted address with one's id. */
@Timeout(120)
@ExpectsLog({"another node uses this node id", "has the node id of "})
class TwoNodesOneIdTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;
  private static final byte[] KEY = new byte[128];

  @TempDir Path states;

  private final List<EvsNode> nodes = new ArrayList<>();

  @AfterEach
  void closeAll() {
    nodes.forEach(EvsNode::close);
  }

  private EvsConfig config(int id, int port, List<Integer> ports, boolean sealed, Path state) {
    EvsConfig.Builder builder =
        EvsConfig.builder()
            .nodeId(id)
            .bind("127.0.0.1")
            .port(port)
            .ringName("one-id-" + ports)
            .stateDir(state)
            .totem(TotemOption.TOKEN, Duration.ofMillis(500));
    ports.forEach(each -> builder.peer("127.0.0.1:" + each));
    return (sealed ? builder.key(KEY) : builder).build();
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void theRingRestsAndTheNewcomerEnds(boolean sealed, boolean clockAhead) throws Exception {
    List<Integer> ports = List.of(TestPorts.unused(), TestPorts.unused(), TestPorts.unused());
    for (int id = 1; id <= 3; id++) {
      Path state = Files.createDirectories(states.resolve("n" + id));
      if (clockAhead && id == 2) {
        byte[] late = new byte[Long.BYTES];
        long hourAhead = System.currentTimeMillis() + 3_600_000;
        ByteBuffer.wrap(late).order(ByteOrder.LITTLE_ENDIAN).putLong(hourAhead);
        Files.write(state.resolve("incarnation_2"), late);
      }
      nodes.add(EvsNode.start(config(id, ports.get(id - 1), ports, sealed, state)));
    }
    for (EvsNode node : nodes) {
      node.awaitMembers(3, LONG);
    }

    // A machine that stands still for a token time-out makes a ring gather, too: then once more.
    boolean rested = false;
    for (int attempt = 1; attempt <= ATTEMPTS && !rested; attempt++) {
      List<String> before = memberships();
      Path state = Files.createDirectories(states.resolve("second" + attempt));
      newcomerEnds(config(2, 0, ports, sealed, state), ports.get(1));
      rested = memberships().equals(before);
    }
    assertThat(rested).as("the ring gathers for a newcomer: %s", memberships()).isTrue();
    for (EvsNode node : nodes) {
      node.awaitMembers(3, LONG);
    }
  }

  /** The rings, and how often each member gathered. */
  private List<String> memberships() {
    return nodes.stream()
        .map(
            node ->
                node.configuration().orElseThrow().ring()
                    + " "
                    + node.status().counters().get("gathers"))
        .toList();
  }

  private void newcomerEnds(EvsConfig config, int holder) throws Exception {
    try (EvsNode second = EvsNode.start(config)) {
      Evs evs = second.open(new EvsListener() {});
      CompletableFuture<EvsException> end =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  evs.dispatch(Evs.Dispatch.BLOCKING);
                  return null;
                } catch (EvsException ended) {
                  return ended;
                }
              });
      EvsException reason = end.get(LONG.toSeconds(), TimeUnit.SECONDS);
      assertThat(reason.code()).isEqualTo(EvsException.Code.NO_RESOURCES);
      assertThat(reason)
          .hasMessageContaining("another node uses this node id: 2 is at ")
          .hasMessageContaining("127.0.0.1:" + second.address().getPort())
          .hasMessageContaining("127.0.0.1:" + holder)
          .hasMessageContaining("cloned machine");
    }
  }
}
