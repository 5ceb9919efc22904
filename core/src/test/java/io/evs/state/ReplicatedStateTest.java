package io.evs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.TestPorts;
import io.evs.ipc.EvsClient;
import io.evs.ipc.IpcServer;
import io.evs.ipc.socket.IpcSettings;
import io.evs.node.EvsNode;
import io.evs.node.status.StatusJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A state on two real nodes, at members and at a client of a daemon. */
@Timeout(60)
class ReplicatedStateTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String LONG_WORD = "x".repeat(10_000);

  private static EvsConfig.Builder ring() throws Exception {
    return EvsConfig.builder()
        .port(0)
        .multicastPort(TestPorts.unused())
        .ringName("test-" + Long.toHexString(new Random().nextLong()));
  }

  private static int answer(CompletableFuture<Integer> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void joinersGetTheStateAndTheCommandsBehindIt(@TempDir Path folder) throws Exception {
    EvsConfig.Builder ring = ring();
    try (EvsNode one = EvsNode.start(ring.nodeId(1).build());
        EvsNode two = EvsNode.start(ring.nodeId(2).build());
        IpcServer server =
            IpcServer.start(
                two,
                IpcSettings.of(folder.resolve("evs.sock")),
                () -> StatusJson.write(two.status()));
        EvsClient client = EvsClient.connect(server.path())) {
      one.awaitMembers(2, LONG);
      try (var first = ReplicatedState.open(one, "words", new Words())) {
        assertThat(answer(first.submit("hello"))).isEqualTo(1);
        // More than the pieces that are under way at a time.
        for (int i = 0; i < 100; i++) {
          first.submit(LONG_WORD + i);
        }
        try (var second = ReplicatedState.open(two, "words", new Words());
            var third = ReplicatedState.open(client, "words", new Words())) {
          List<CompletableFuture<Integer>> answers = new ArrayList<>();
          for (int i = 0; i < 50; i++) {
            answers.add(first.submit("first" + i));
            answers.add(second.submit("second" + i));
            answers.add(third.submit("third" + i));
          }
          for (CompletableFuture<Integer> each : answers) {
            assertThat(answer(each)).isBetween(102, 251);
          }
          // A command of its own that is answered shows that it has all before.
          assertThat(answer(first.submit("end"))).isEqualTo(252);
          answer(second.submit("end"));
          answer(third.submit("end"));
          answer(second.submit("end"));
          answer(first.submit("end"));
          List<StateInfo> infos =
              List.of(first.info().get(), second.info().get(), third.info().get());
          assertThat(infos).extracting(StateInfo::members).allMatch(each -> each.size() == 3);
          List<String> words = first.read(List::copyOf).get();
          assertThat(words).hasSize(256);
          assertThat(second.read(List::copyOf).get())
              .startsWith(words.subList(0, 255).toArray(String[]::new));
          assertThat(third.read(List::copyOf).get())
              .startsWith(words.subList(0, 254).toArray(String[]::new));
        }
      }
    }
  }

  @Test
  void whatACommandThrowsFailsItAlone() throws Exception {
    try (EvsNode one = EvsNode.start(ring().nodeId(1).build());
        var state = ReplicatedState.open(one, "words", new Words())) {
      assertThatThrownBy(() -> answer(state.submit(Words.REFUSED)))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class);
      assertThat(answer(state.submit("next"))).isEqualTo(1);
      assertThat(state.info().get().applied()).isEqualTo(2);
    }
  }

  @Test
  void afterClosingCommandsFail() throws Exception {
    try (EvsNode one = EvsNode.start(ring().nodeId(1).build())) {
      var state = ReplicatedState.open(one, "words", new Words());
      state.awaitReady(LONG);
      state.close();
      assertThatThrownBy(() -> answer(state.submit("late"))).hasMessageContaining("was closed");
      assertThatThrownBy(() -> ReplicatedState.open(one, "", new Words()))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining("1 to 20 bytes");
    }
  }
}
