package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.ipc.socket.LocalSocket;
import io.evs.ipc.socket.SocketFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** T1-A5: a node that hangs is not waited for longer than a client's limit, which is 5 s. */
@Timeout(60)
class HangingNodeTest {
  private static final int QUEUE = 1;
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);

  @TempDir private Path folder;
  private Path path;
  private ServerSocketChannel hangs;

  @BeforeEach
  void listen() throws IOException {
    path = folder.resolve("evs.sock");
    hangs = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    hangs.bind(UnixDomainSocketAddress.of(path), QUEUE);
  }

  @AfterEach
  void close() throws IOException {
    hangs.close();
  }

  private void theClientGivesUp() {
    assertThatThrownBy(() -> EvsClient.connect(path, "test", SHORT))
        .isInstanceOfSatisfying(
            EvsException.class,
            silent -> assertThat(silent.code()).isEqualTo(EvsException.Code.TIMEOUT))
        .hasMessageStartingWith("the evs node at " + path + " did not answer in ");
  }

  @Test
  void itTakesAConnectionAndSaysNothing() {
    theClientGivesUp();
  }

  /** The system lets whoever connects then wait without end. */
  @Test
  void itTakesNoConnectionAnyMore() throws IOException {
    List<SocketChannel> waiting = new ArrayList<>();
    try {
      for (int i = 0; i <= QUEUE; i++) {
        waiting.add(LocalSocket.connect(path, SHORT));
      }
      theClientGivesUp();
      assertThat(SocketFile.answers(path)).isTrue();
      hangs.accept().close();
      waiting.add(LocalSocket.connect(path, SHORT));
      assertThat(waiting.get(QUEUE + 1).isConnected()).isTrue();
      assertThat(waiting.get(QUEUE + 1).isBlocking()).isTrue();
    } finally {
      for (SocketChannel each : waiting) {
        each.close();
      }
    }
  }

  @Test
  void nobodyIsThereAnyMore() throws IOException {
    hangs.close();
    assertThat(SocketFile.answers(path)).isFalse();
    assertThatThrownBy(() -> EvsClient.connect(path, "test", SHORT))
        .isInstanceOf(EvsException.class)
        .hasMessageStartingWith("no evs node serves " + path);
  }
}
