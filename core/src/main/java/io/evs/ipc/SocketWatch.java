package io.evs.ipc;

import io.evs.EvsException;
import io.evs.ipc.socket.SocketFile;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.RateLog;
import io.evs.text.Causes;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether the socket of a server still has its name, and creates it again if
 * not: cleaners of folders remove what has not been written to for days. Has a thread of its own.
 */
final class SocketWatch implements AutoCloseable {
  /** How long a socket may be gone. */
  static final long LOOK_EVERY_SECONDS = 15;

  private static final Logger LOG = LoggerFactory.getLogger(SocketWatch.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("evs-ipc-socket"));
  private final RateLog log = new RateLog(LOG);
  private String failure = "";

  void start(SocketFile socket, Acceptor acceptor) {
    thread.scheduleWithFixedDelay(
        () -> look(socket, acceptor), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Looks once; tests do not wait for the next time. */
  void lookNow(SocketFile socket, Acceptor acceptor) {
    thread.execute(() -> look(socket, acceptor));
  }

  private void look(SocketFile socket, Acceptor acceptor) {
    try {
      if (socket.renew()) {
        acceptor.listen(socket.channel());
        log.warn(
            System.nanoTime(),
            "socket " + socket.path() + " was removed; it is created again and served");
      }
      if (!failure.isEmpty()) {
        log.over(failure, "socket " + socket.path() + " is there again");
        failure = "";
      }
    } catch (IOException | EvsException failed) {
      failure =
          "socket "
              + socket.path()
              + " is gone and cannot be created again: "
              + Causes.reason(failed);
      log.error(System.nanoTime(), failure);
    }
  }

  /** Ends, and waits for a look that has begun. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.debug("a look at the socket has not ended");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
