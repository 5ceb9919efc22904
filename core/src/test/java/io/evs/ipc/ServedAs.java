package io.evs.ipc;

import io.evs.ipc.lock.DaemonLocks;
import io.evs.node.EvsNode;
import io.evs.node.StatusSurvey;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A server whose clients are of the user that a test says, whatever the test itself runs as. */
final class ServedAs implements AutoCloseable {
  final UserQuota quota = new UserQuota();
  final ServerLoop loop;
  volatile Throwable failure;
  private final Path folder;
  private final StatusSurvey survey;
  private final DaemonLocks locks;
  private final List<Path> sockets = new ArrayList<>();

  ServedAs(EvsNode node, Path folder) throws IOException {
    this(node, folder, () -> "{}");
  }

  ServedAs(EvsNode node, Path folder, Supplier<String> status) throws IOException {
    this.folder = folder;
    this.survey = StatusSurvey.start(node);
    this.locks = new DaemonLocks(node);
    this.loop =
        new ServerLoop(
            quota,
            new ServedNode(
                node, 1 << 20, status, survey, locks, Executors.newSingleThreadExecutor()),
            fault -> failure = fault);
    node.onSendRoom(loop::room);
    start(loop);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  static Peer user(int uid, boolean administers) throws IOException {
    return new Peer(
        FileSystems.getDefault()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(Integer.toString(uid)),
        administers);
  }

  /**
   * A socket whose clients are all of that user; beside the test's folder, whose path may be long.
   */
  Path socketOf(Peer peer) throws IOException {
    Path path = folder.resolveSibling(folder.getFileName() + "u" + sockets.size());
    sockets.add(path);
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    start(
        () -> {
          try {
            while (true) {
              SocketChannel channel = listening.accept();
              channel.configureBlocking(false);
              if (!quota.take(peer, UserQuota.Resource.CONNECTIONS, 1)) {
                throw new IOException("too many");
              }
              loop.enter(channel, peer);
            }
          } catch (IOException over) {
            return;
          }
        });
    return path;
  }

  @Override
  public void close() throws IOException {
    for (Path each : sockets) {
      Files.deleteIfExists(each);
    }
    locks.close();
    survey.close();
    loop.stop(new io.evs.EvsException(io.evs.EvsException.Code.IN_SHUTDOWN, "over"));
  }
}
