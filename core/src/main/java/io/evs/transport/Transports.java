package io.evs.transport;

import io.evs.transport.address.UdpSettings;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the transport: epoll where it is available, the JDK's channels elsewhere. */
public final class Transports {
  /** System property that selects {@code epoll} or {@code nio}. */
  public static final String PROPERTY = "evs.transport";

  private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

  private Transports() {}

  /**
   * Binds the sockets.
   *
   * @throws IOException one sentence for the user: what is wrong and what to do
   */
  public static Transport bind(UdpSettings settings) throws IOException {
    String wanted = System.getProperty(PROPERTY, "");
    if (!wanted.isEmpty() && !wanted.equals("nio") && !wanted.equals("epoll")) {
      throw new IOException(PROPERTY + " is \"" + wanted + "\": use epoll or nio");
    }
    boolean epoll = !wanted.equals("nio") && NativeSockets.areAvailable();
    if (wanted.equals("epoll") && !epoll) {
      throw new IOException("epoll is not available here: unset " + PROPERTY);
    }
    Transport transport = epoll ? UdpEpollTransport.bind(settings) : UdpNioTransport.bind(settings);
    warnOfSmallBuffer(settings, transport.receiveBufferBytes());
    return transport;
  }

  /** The implementation of a transport for people, and why it is not the better one. */
  public static String describe(Transport transport) {
    boolean chosen = System.getProperty(PROPERTY, "").equals("nio");
    return transport.kind().equals("nio") && !chosen && !NativeSockets.areAvailable()
        ? "nio: no native library,"
        : transport.kind();
  }

  private static void warnOfSmallBuffer(UdpSettings settings, int granted) {
    // Linux reports twice what it was asked for, and accounts overhead against that.
    if (granted < settings.bufferBytes()) {
      LOG.warn(
          "the receive buffer is {} bytes where {} were asked for: bursts may be lost; raise"
              + " net.core.rmem_max",
          granted,
          settings.bufferBytes());
    }
  }
}
