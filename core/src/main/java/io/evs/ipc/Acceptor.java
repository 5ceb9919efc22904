package io.evs.ipc;

import io.evs.EvsException;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.Protocol;
import io.evs.node.process.RateLog;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections in, and asks who is there before anything is kept of one: on a thread of its
 * own, so that a crowd at the door, or a directory of users that is slow, holds up no client that
 * is served.
 */
final class Acceptor implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
  private static final long AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Serves a connection; any thread. */
  @FunctionalInterface
  interface Door {
    /** Lets it in. */
    void enter(SocketChannel channel, Peer peer);
  }

  /** Tells who is at the other side of a connection; may ask a directory that is elsewhere. */
  @FunctionalInterface
  interface Credentials {
    /**
     * The other side.
     *
     * @throws AccessRefusedException if it may not be served
     * @throws IOException if it cannot be told, and so is not served either
     */
    Peer peer(SocketChannel channel) throws IOException, AccessRefusedException;
  }

  private final Credentials credentials;
  private final UserQuota quota;
  private final Door door;
  private final RateLog log = new RateLog(LOG);
  private volatile ServerSocketChannel listening;
  private volatile boolean closed;

  Acceptor(ServerSocketChannel listening, Credentials credentials, UserQuota quota, Door door)
      throws IOException {
    listening.configureBlocking(true);
    this.listening = listening;
    this.credentials = credentials;
    this.quota = quota;
    this.door = door;
  }

  /** Connections come by another socket from now on; the one before is closed. */
  void listen(ServerSocketChannel another) throws IOException {
    another.configureBlocking(true);
    ServerSocketChannel before = listening;
    listening = another;
    before.close();
  }

  @Override
  public void run() {
    while (!closed) {
      ServerSocketChannel now = listening;
      try {
        accepted(now.accept());
      } catch (AsynchronousCloseException replaced) {
        continue;
      } catch (ClosedChannelException replaced) {
        if (now == listening) {
          return;
        }
      } catch (IOException | RuntimeException error) {
        // Out of descriptors, perhaps: clients that end give theirs back.
        log.warn(System.nanoTime(), "a client cannot be accepted: " + Causes.of(error));
        LockSupport.parkNanos(AFTER_FAILURE_NANOS);
      }
    }
  }

  private void accepted(SocketChannel channel) throws IOException {
    boolean entered = false;
    try {
      channel.configureBlocking(false);
      Peer peer = credentials.peer(channel);
      if (!quota.take(peer, UserQuota.Resource.CONNECTIONS, 1)) {
        refuse(
            channel,
            EvsException.Code.NO_RESOURCES,
            quota.refusal(peer, UserQuota.Resource.CONNECTIONS));
        return;
      }
      door.enter(channel, peer);
      entered = true;
    } catch (AccessRefusedException refused) {
      refuse(channel, EvsException.Code.ACCESS, refused.getMessage());
    } finally {
      if (!entered) {
        channel.close();
      }
    }
  }

  /** One write, which a fresh socket has room for, and nothing is kept. */
  private void refuse(SocketChannel channel, EvsException.Code code, String sentence)
      throws IOException {
    log.warn(System.nanoTime(), "a client was refused: " + sentence);
    channel.write(ByteBuffer.wrap(EventCodec.reason(Protocol.ERROR, 0, code, sentence)));
  }

  /** Takes nobody in any more. */
  @Override
  public void close() {
    closed = true;
    try {
      listening.close();
    } catch (IOException nothingToLose) {
      LOG.debug("closing the socket", nothingToLose);
    }
  }
}
