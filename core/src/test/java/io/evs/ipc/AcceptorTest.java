package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketFile;
import io.evs.node.EvsNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExpectsLog({"a client cannot be accepted: ", "a client was refused: "})
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
    PeerCredentials access = new PeerCredentials(settings, SocketFile.ownUid());
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

  /** SEC-M12: one user could hold all connections, and administrators got none. */
  @Test
  void oneUserGetsHalfOfTheConnections() throws IOException, InterruptedException {
    Path path = folder.resolve("evs.sock");
    UserQuota quota = new UserQuota();
    Peer mallory = ServedAs.user(65534, false);
    Peer root = ServedAs.user(0, true);
    Deque<Peer> coming = new ConcurrentLinkedDeque<>();
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    UserQuota.Resource connections = UserQuota.Resource.CONNECTIONS;
    assertThat(quota.take(mallory, connections, connections.userMost() - 1)).isTrue();
    try (Acceptor acceptor =
            new Acceptor(
                listening, any -> coming.remove(), quota, (channel, peer) -> entered.add(peer));
        RawClient last = comes(mallory, coming, path, acceptor)) {
      assertThat(last.channel.isOpen()).isTrue();
      assertThat(entered.take()).isEqualTo(mallory);
      try (RawClient refused = comes(mallory, coming, path)) {
        RawClient.Frame error = refused.read();
        assertThat(error.type()).isEqualTo(Protocol.ERROR & 0xff);
        assertThat(error.code()).isEqualTo((short) EvsException.Code.NO_RESOURCES.value());
        assertThat(error.sentence())
            .matches("user .* has (\\d+) of \\1 clients connected that one user may have .*");
        assertThat(refused.readAll()).isEmpty();
      }
      try (RawClient admin = comes(root, coming, path)) {
        assertThat(admin.channel.isOpen()).isTrue();
        assertThat(entered.take()).isEqualTo(root);
      }
      quota.give(mallory, connections, 1);
      try (RawClient again = comes(mallory, coming, path)) {
        assertThat(again.channel.isOpen()).isTrue();
        assertThat(entered.take()).isEqualTo(mallory);
      }
    }
    assertThat(entered).isEmpty();
  }

  private static RawClient comes(Peer who, Deque<Peer> coming, Path path, Acceptor acceptor)
      throws IOException {
    Thread thread = new Thread(acceptor);
    thread.setDaemon(true);
    thread.start();
    return comes(who, coming, path);
  }

  private static RawClient comes(Peer who, Deque<Peer> coming, Path path) throws IOException {
    coming.add(who);
    return new RawClient(path);
  }

  /** SEC-S5: while a directory of users did not answer, nobody was served. */
  @Test
  void aSlowDirectoryOfUsersHoldsUpNobodyWhoIsServed() throws Exception {
    IpcSettings settings = IpcSettings.of(folder.resolve("slow.sock"));
    Peer root = ServedAs.user(0, true);
    BlockingQueue<Peer> directory = new LinkedBlockingQueue<>();
    CountDownLatch asked = new CountDownLatch(2);
    Acceptor.Credentials slow =
        any -> {
          asked.countDown();
          try {
            return directory.take();
          } catch (InterruptedException over) {
            throw new IOException(over);
          }
        };
    directory.add(root);
    try (EvsNode node = EvsNode.start(Daemon.ring().nodeId(1).build());
        IpcServer server =
            IpcServer.start(node, settings, SocketFile.open(settings), () -> "{}", slow);
        EvsClient served = EvsClient.connect(server.path());
        RawClient comes = new RawClient(server.path())) {
      comes.hello(1);
      asked.await();
      served.ping();
      Evs handle = served.open(new EvsListener() {});
      handle.join(List.of(new Group("g")));
      assertThat(server.clients()).isEqualTo(1);
      directory.add(root);
      assertThat(comes.read().type()).isEqualTo(Protocol.WELCOME & 0xff);
    }
  }
}
