package io.evs.ipc;

import io.evs.EvsException;
import io.evs.node.EvsNode;
import io.evs.node.StatusSurvey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a node to other processes of this machine. Every method may be called from any thread.
 *
 * <p>Memory is bounded: per client what it has sent of one frame and 256 KiB, and 128 KiB on their
 * way to it; per handle the receive queue; all receive queues together {@link
 * EvsNode#RELAY_BUDGET_BYTES}.
 */
public final class IpcServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IpcServer.class);
  private static final long JOIN_MILLIS = 3000;

  private final EvsNode node;
  private final SocketFile socket;
  private final ServerLoop loop;
  private final Thread thread;
  private final StatusSurvey survey;
  private final ExecutorService slowRequests;
  private final SocketWatch watch = new SocketWatch();

  private IpcServer(
      EvsNode node, SocketFile socket, ServerLoop loop, StatusSurvey survey, ExecutorService slow) {
    this.node = node;
    this.socket = socket;
    this.loop = loop;
    this.survey = survey;
    this.slowRequests = slow;
    this.thread = new Thread(loop, "evs-ipc");
    thread.setDaemon(true);
  }

  /**
   * Makes the socket and begins to serve. One server per node.
   *
   * @param status answers STATUS requests with a JSON text; may wait for the node
   * @throws EvsException NO_RESOURCES if another process serves the socket, ACCESS if it cannot be
   *     made, INVALID_PARAM for a path that is no socket
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
    ExecutorService slow =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "evs-ipc-requests");
              thread.setDaemon(true);
              return thread;
            });
    StatusSurvey survey = StatusSurvey.start(node);
    try {
      Access access = new Access(settings.uids(), settings.gids(), SocketFile.ownUid());
      ServerLoop loop =
          new ServerLoop(
              socket.channel(),
              access,
              new Served(node, settings.queueBytes(), status, survey, slow));
      node.onSendRoom(loop::room);
      IpcServer server = new IpcServer(node, socket, loop, survey, slow);
      server.thread.start();
      server.watch.start(socket, loop);
      return server;
    } catch (IOException error) {
      slow.shutdownNow();
      survey.close();
      closeQuietly(socket);
      throw new EvsException(
          EvsException.Code.ACCESS, "clients cannot be served: " + error.getMessage(), error);
    }
  }

  /** Where it serves. */
  public Path path() {
    return socket.path();
  }

  /** Looks at once whether the socket still has its name, as it does now and then anyway. */
  void lookAtSocket() {
    watch.lookNow(socket, loop);
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
    loop.stop(
        new EvsException(
            EvsException.Code.IN_SHUTDOWN, "node " + node.id() + " is leaving the ring"));
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    node.onSendRoom(() -> {});
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
      LOG.warn("socket {} was not removed: {}", socket.path(), error.getMessage());
    }
  }
}
