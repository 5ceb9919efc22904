package io.evs.ipc;

import io.evs.EvsException;
import io.evs.ipc.lock.DaemonLocks;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketFile;
import io.evs.node.EvsNode;
import io.evs.node.StatusSurvey;
import io.evs.node.process.DaemonThreads;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a node to other processes of this machine. Every method may be called from any thread.
 *
 * <p>Memory is bounded: for all clients together what they have sent of frames that are not
 * complete (1/16 of the heap, at most 64 MiB); per client 128 KiB on their way to it; per handle
 * the receive queue; all receive queues together {@link EvsNode#RELAY_BUDGET_BYTES}.
 */
public final class IpcServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IpcServer.class);
  private static final long JOIN_MILLIS = 3000;

  private final EvsNode node;
  private final SocketFile socket;
  private final ServerLoop loop;
  private final Acceptor acceptor;
  private final Thread thread;
  private final StatusSurvey survey;
  private final ExecutorService slowRequests;
  private final DaemonLocks locks;
  private final SocketWatch watch = new SocketWatch();
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile Consumer<Throwable> onFailure = fault -> {};

  private IpcServer(
      EvsNode node,
      IpcSettings settings,
      SocketFile socket,
      Supplier<String> status,
      Acceptor.Credentials credentials)
      throws IOException {
    this.node = node;
    this.socket = socket;
    this.slowRequests = Executors.newSingleThreadExecutor(DaemonThreads.named("evs-ipc-requests"));
    this.survey = StatusSurvey.start(node);
    this.locks = new DaemonLocks(node);
    UserQuota quota = new UserQuota();
    this.loop =
        new ServerLoop(
            quota,
            new ServedNode(node, settings.queueBytes(), status, survey, locks, slowRequests),
            this::failed);
    this.acceptor = new Acceptor(socket.channel(), credentials, quota, loop::enter);
    this.thread = DaemonThreads.of("evs-ipc", loop);
  }

  private void failed(Throwable fault) {
    failure = Optional.of(fault);
    LOG.error("clients are not served any more", fault);
    onFailure.accept(fault);
  }

  /**
   * Tells of a fault that has ended the server; at once if it has ended. A node whose clients are
   * not served is better started again.
   *
   * @param listener runs on the server's thread
   */
  public void onFailure(Consumer<Throwable> listener) {
    onFailure = listener;
    failure.ifPresent(listener);
  }

  /** Obeys administrators from now on; until then they are refused. */
  public void control(NodeControl control) {
    loop.control(control);
  }

  /** Whether clients are served. */
  public boolean isServing() {
    return failure.isEmpty() && thread.isAlive();
  }

  /**
   * Makes the socket and begins to serve. One server per node.
   *
   * @param status answers STATUS requests with a JSON text; may wait for the node
   * @throws EvsException NO_RESOURCES if another process serves the socket, ACCESS if it cannot be
   *     made, INVALID_PARAM for a path that is not a socket
   */
  public static IpcServer start(EvsNode node, IpcSettings settings, Supplier<String> status) {
    return start(node, settings, SocketFile.open(settings), status);
  }

  /**
   * Begins to serve on a socket that was made before, so that a node whose socket is taken need not
   * start at all. The socket belongs to the server from now on.
   */
  public static IpcServer start(
      EvsNode node, IpcSettings settings, SocketFile socket, Supplier<String> status) {
    try {
      PeerCredentials access = new PeerCredentials(settings, SocketFile.ownUid());
      return start(node, settings, socket, status, access);
    } catch (IOException error) {
      throw cannotServe(socket, error);
    }
  }

  /** As above, with another way to tell who connects. */
  static IpcServer start(
      EvsNode node,
      IpcSettings settings,
      SocketFile socket,
      Supplier<String> status,
      Acceptor.Credentials credentials) {
    try {
      settings.warning().ifPresent(LOG::warn);
      IpcServer server = new IpcServer(node, settings, socket, status, credentials);
      node.onSendRoom(server.loop::room);
      server.thread.start();
      DaemonThreads.of("evs-ipc-accept", server.acceptor).start();
      server.watch.start(socket, server.acceptor);
      return server;
    } catch (IOException error) {
      throw cannotServe(socket, error);
    }
  }

  private static EvsException cannotServe(SocketFile socket, IOException error) {
    closeQuietly(socket);
    return new EvsException(
        EvsException.Code.ACCESS, "clients cannot be served: " + Causes.of(error), error);
  }

  /** Where it serves. */
  public Path path() {
    return socket.path();
  }

  /** Looks at once whether the socket still has its name, as it does now and then anyway. */
  void lookAtSocket() {
    watch.lookNow(socket, acceptor);
  }

  /** Clients that are connected now. */
  public int clients() {
    return loop.clients();
  }

  /**
   * Tells every client that the node ends, with code IN_SHUTDOWN, disconnects them, and removes the
   * socket. The node itself is not closed.
   */
  @Override
  public void close() {
    watch.close();
    acceptor.close();
    loop.stop(
        new EvsException(
            EvsException.Code.IN_SHUTDOWN, "node " + node.id() + " is leaving the ring"));
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    node.onSendRoom(() -> {});
    locks.close();
    survey.close();
    slowRequests.shutdownNow();
    try {
      if (!slowRequests.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.debug("a request still waits for the member");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(SocketFile socket) {
    try {
      socket.close();
    } catch (IOException error) {
      LOG.warn("socket {} was not removed: {}", socket.path(), Causes.reason(error));
    }
  }
}
