package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.Wire;
import io.evs.ipc.socket.IpcSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that greets and is gone. */
@Timeout(60)
class KilledDaemonTest {
  private static final int PID = 4711;

  @TempDir Path folder;

  /** Where it has not read what was sent, the client's socket is reset instead of closed. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("NEW-B18: a client of a killed daemon says which one, and what to do")
  void saysWhichDaemonAndWhatToDo(boolean readsFirst) throws IOException {
    Path socket = folder.resolve("evs.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread daemon = new Thread(() -> greetOne(server, readsFirst), "killed-daemon");
      daemon.start();
      // A reset can overtake the greeting: then connecting fails, with the same words.
      assertThatThrownBy(() -> askOnceItIsGone(socket))
          .isInstanceOf(EvsException.class)
          .hasMessage(
              "the evs node at "
                  + socket
                  + " (process "
                  + PID
                  + ") ended without a word, as one that was killed does: see its log, and start"
                  + " it again with evs node");
    }
  }

  private static void askOnceItIsGone(Path socket) throws EvsException {
    try (EvsClient client = EvsClient.connect(socket, "test")) {
      Awaitility.await().atMost(Daemon.LONG).until(() -> !client.isConnected());
      client.configuration();
    }
  }

  private static void greetOne(ServerSocketChannel server, boolean readsFirst) {
    ByteBuffer welcome = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    int start = Wire.begin(welcome, Protocol.WELCOME, 0);
    welcome.putShort((short) Protocol.VERSION).putInt(PID).putInt(1);
    Wire.putText(welcome, "n1", Protocol.NAME_MAX_BYTES);
    Wire.putText(welcome, "main", Protocol.NAME_MAX_BYTES);
    welcome.putInt(io.evs.Evs.MESSAGE_MAX_BYTES).putInt(IpcSettings.HANDLES_MAX).putLong(1 << 20);
    Wire.end(welcome, start, 0);
    try (SocketChannel client = server.accept()) {
      if (readsFirst) {
        client.read(ByteBuffer.allocate(Protocol.HELLO_MAX_BYTES));
      }
      client.write(welcome.flip());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
