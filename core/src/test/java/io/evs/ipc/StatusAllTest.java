package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.NodeId;
import io.evs.RingStatus;
import io.evs.node.StatusAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client learns of all members without a right to speak to their agents. */
@Timeout(60)
class StatusAllTest {
  @TempDir private Path folder;

  @Test
  void theNodeAsksForItsClients() throws Exception {
    List<Daemon> ring = Daemon.ringOf(2, folder);
    try (EvsClient client = EvsClient.connect(ring.get(0).socket)) {
      assertThat(client.statusOfAll(Duration.ofSeconds(5)).statuses())
          .as("nobody answers yet, and so nobody is waited for")
          .isEmpty();
      ring.forEach(each -> StatusAgent.start(each.node));
      RingStatus answers = client.statusOfAll(Duration.ofSeconds(5));
      while (answers.statuses().size() < 2) {
        // The agents join at their own time.
        answers = client.statusOfAll(Duration.ofSeconds(5));
      }
      assertThat(answers.statuses()).containsOnlyKeys(new NodeId(1), new NodeId(2));
      assertThat(answers.late()).isEmpty();
    } finally {
      ring.forEach(Daemon::close);
    }
  }

  @Test
  void oneQuestionOfAClientAtATimeAndOtherRequestsGoOn() throws Exception {
    Daemon daemon = Daemon.ringOf(1, folder).get(0);
    try (EvsClient client = EvsClient.connect(daemon.socket)) {
      CompletableFuture<RingStatus> one =
          CompletableFuture.supplyAsync(() -> client.statusOfAll(Duration.ofSeconds(5)));
      client.ping();
      client.groups();
      assertThat(one.get().members()).containsExactly(new NodeId(1));
    } finally {
      daemon.close();
    }
  }

  @Test
  void theOwnUserMayAdminister() throws Exception {
    Daemon daemon = Daemon.ringOf(1, folder).get(0);
    try (EvsClient client = EvsClient.connect(daemon.socket)) {
      for (int i = 0; i < 32; i++) {
        client.openOperator(new EvsListener() {});
      }
      assertThatThrownBy(() -> client.openOperator(new EvsListener() {}))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining("32 handles that administer are open");
      client.open(new EvsListener() {}).close();
    } finally {
      daemon.close();
    }
  }
}
