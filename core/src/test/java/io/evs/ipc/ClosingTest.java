package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.Configuration;
import io.evs.Delivered;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.ipc.socket.IpcSettings;
import io.evs.node.FaultInjection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages when members come, close and fail. */
@Timeout(60)
class ClosingTest {
  private static final Group CHAT = Group.of("chat");
  private static final int MESSAGES = 500;

  @TempDir private Path folder;
  private final List<Daemon> daemons = new ArrayList<>();

  @AfterEach
  void end() {
    daemons.forEach(Daemon::close);
  }

  private Listening receiver() throws Exception {
    daemons.addAll(Daemon.ringOf(2, folder));
    Listening listening = new Listening(daemons.get(1).node::open);
    listening.evs.join(CHAT);
    listening.evs.flush().get(Daemon.LONG.toSeconds(), TimeUnit.SECONDS);
    return listening;
  }

  private static void sendAndClose(EvsMember member) {
    Evs handle = member.open(new EvsListener() {});
    for (int i = 0; i < MESSAGES; i++) {
      handle.multicast(new byte[10_000], CHAT);
    }
    member.close(Duration.ofSeconds(20));
    member.close(Duration.ofSeconds(20));
  }

  /** The house's fault 10: a member that closed gave up what was not ordered. */
  @Test
  void aMemberThatClosesHasSentWhatItAccepted() throws Exception {
    Listening receiver = receiver();
    sendAndClose(daemons.get(0).node);
    await().untilAsserted(() -> assertThat(receiver.deliveries).hasSize(MESSAGES));
    assertThat(receiver.configurations.get(receiver.configurations.size() - 1).ring())
        .as("all of it on the ring that both were in")
        .isNotNull();
  }

  @Test
  void aClientThatClosesHasSentWhatItAccepted() throws Exception {
    Listening receiver = receiver();
    sendAndClose(EvsClient.connect(daemons.get(0).socket, "test"));
    await().untilAsserted(() -> assertThat(receiver.deliveries).hasSize(MESSAGES));
  }

  /** The other is gone without a word: nothing safe is delivered before a new ring forms. */
  @Test
  void whatIsNotSentInTimeIsTold() throws Exception {
    daemons.addAll(Daemon.ringOf(2, folder));
    EvsMember member = daemons.get(0).node;
    Evs handle = member.open(new EvsListener() {});
    FaultInjection.crash(daemons.get(1).node);
    for (int i = 0; i < 3; i++) {
      handle.multicast(Guarantee.SAFE, List.of(CHAT), new byte[] {1});
    }
    CompletableFuture<Delivered> last = handle.send(Guarantee.SAFE, List.of(CHAT), new byte[0]);
    assertThatThrownBy(() -> member.close(Duration.ofMillis(10)))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("within 10 ms: the last 4 messages");
    assertThatThrownBy(() -> last.get(Daemon.LONG.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(EvsException.class);
    assertThatThrownBy(() -> handle.multicast(new byte[0], CHAT)).isInstanceOf(EvsException.class);
  }

  /** A client used to look for the configuration every 20 ms. */
  @Test
  void bothKindsOfMembersWaitForOneThatComesLater() throws Exception {
    EvsConfig.Builder ring = Daemon.ring();
    daemons.add(Daemon.start(ring.nodeId(1).build(), IpcSettings.of(folder.resolve("1.sock"))));
    try (EvsClient client = EvsClient.connect(daemons.get(0).socket)) {
      CompletableFuture<Configuration> seen =
          CompletableFuture.supplyAsync(() -> client.awaitMembers(2, Daemon.LONG));
      daemons.add(Daemon.start(ring.nodeId(2).build(), IpcSettings.of(folder.resolve("2.sock"))));
      assertThat(daemons.get(0).node.awaitMembers(2, Daemon.LONG).members()).hasSize(2);
      assertThat(seen.get(Daemon.LONG.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(client.configuration().orElseThrow());
    }
  }
}
