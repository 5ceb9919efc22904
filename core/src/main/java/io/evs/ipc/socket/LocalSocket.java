package io.evs.ipc.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Connects to a local socket. The system lets a connection wait, without end, where those that wait
 * are too many already, as they are at a server that hangs.
 */
public final class LocalSocket {
  private static final long TRY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private LocalSocket() {}

  /**
   * A blocking channel to whoever serves that socket.
   *
   * @param patienceNanos how long there may be no room for the connection
   * @throws SocketTimeoutException if there was none for so long
   * @throws InterruptedIOException if the thread is interrupted while it waits
   * @throws IOException if nobody serves it, or this user may not connect
   */
  public static SocketChannel connect(Path path, long patienceNanos) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    long start = System.nanoTime();
    while (true) {
      SocketChannel channel = connectNow(address);
      if (channel != null) {
        return channel;
      }
      if (System.nanoTime() - start > patienceNanos) {
        throw new SocketTimeoutException("there is no room for another connection");
      }
      LockSupport.parkNanos(TRY_EVERY_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  /** Null if there is no room now. */
  private static SocketChannel connectNow(UnixDomainSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean connected = false;
    try {
      channel.configureBlocking(false);
      connected = channel.connect(address);
      channel.configureBlocking(true);
    } catch (SocketException failed) {
      if (!saysNoRoom(failed, address)) {
        throw failed;
      }
    } finally {
      if (!connected) {
        channel.close();
      }
    }
    return connected ? channel : null;
  }

  /**
   * Whether it was EAGAIN, which has no exception of its own; words of the system may be in any
   * language. A socket that is refused or forbidden has others.
   */
  private static boolean saysNoRoom(SocketException failed, UnixDomainSocketAddress address) {
    return failed.getClass() == SocketException.class && Files.exists(address.getPath());
  }
}
