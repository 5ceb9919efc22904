package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AcceptorTest {
  @TempDir private Path folder;

  private final BlockingQueue<Peer> entered = new LinkedBlockingQueue<>();

  /**
   * SEC-L3: of whom the kernel tells nothing is not served, and nothing of it is kept, though every
   * user may connect. The kernel knows no user behind a TCP connection.
   */
  @Test
  void whoCannotBeToldIsNotLetIn() throws IOException, InterruptedException {
    IpcSettings settings = IpcSettings.of(folder.resolve("evs.sock"));
    UserQuota quota = new UserQuota();
    ServerSocketChannel nobodysUser = ServerSocketChannel.open();
    nobodysUser.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ServerSocketChannel known = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    known.bind(UnixDomainSocketAddress.of(settings.socket()));
    Access access = new Access(settings, SocketFile.ownUid());
    try (Acceptor acceptor =
        new Acceptor(nobodysUser, access, quota, (channel, peer) -> entered.add(peer))) {
      Thread thread = new Thread(acceptor);
      thread.setDaemon(true);
      thread.start();
      try (SocketChannel client = SocketChannel.open(nobodysUser.getLocalAddress())) {
        assertThat(client.read(ByteBuffer.allocate(1))).as("end of the stream").isEqualTo(-1);
      }
      acceptor.listen(known);
      try (SocketChannel client = SocketChannel.open(known.getLocalAddress())) {
        assertThat(client.isConnected()).isTrue();
        assertThat(entered.take().user().getName()).isNotEmpty();
      }
    }
    assertThat(entered).isEmpty();
  }
}
