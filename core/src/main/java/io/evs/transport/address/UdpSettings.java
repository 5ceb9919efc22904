package io.evs.transport.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a UDP transport binds.
 *
 * @param bind address of the unicast socket
 * @param ports ports to try in this order; 0 is any free one
 * @param multicast the multicast group, or empty for one datagram per destination
 * @param bufferBytes receive buffer to ask the kernel for
 * @param peers hosts that are sent to; with a wildcard the interfaces by which they are reached
 *     decide how large packets may be
 */
public record UdpSettings(
    InetAddress bind,
    List<Integer> ports,
    Optional<Multicast> multicast,
    int bufferBytes,
    List<InetAddress> peers) {

  /** What is asked for if nothing else is said: 4 MiB. */
  public static final int DEFAULT_BUFFER_BYTES = 4 << 20;

  /**
   * A multicast group.
   *
   * @param group its address
   * @param port its port
   * @param ttl time to live of what is sent to it, 0..255
   */
  public record Multicast(InetAddress group, int port, int ttl) {
    /** Checks the values. */
    public Multicast {
      if (!group.isMulticastAddress() || port < 1 || port > 65_535 || ttl < 0 || ttl > 255) {
        throw new IllegalArgumentException(group + " port " + port + " ttl " + ttl);
      }
    }
  }

  /** Checks the values. */
  public UdpSettings {
    ports = List.copyOf(ports);
    peers = List.copyOf(peers);
    if (ports.isEmpty()) {
      throw new IllegalArgumentException("no port to try");
    }
  }

  /** Send buffer to ask for: a small receive buffer is no reason to send less at once. */
  public int sendBufferBytes() {
    return Math.max(DEFAULT_BUFFER_BYTES, bufferBytes);
  }

  /** As above, with peers that are not known yet. */
  public UdpSettings(
      InetAddress bind, List<Integer> ports, Optional<Multicast> multicast, int bufferBytes) {
    this(bind, ports, multicast, bufferBytes, List.of());
  }

  /** Unicast on one port. */
  public static UdpSettings unicast(InetAddress bind, int port) {
    return new UdpSettings(bind, List.of(port), Optional.empty(), DEFAULT_BUFFER_BYTES);
  }

  /** Multicast with a unicast socket on one port. */
  public static UdpSettings multicast(InetAddress bind, int port, Multicast multicast) {
    return new UdpSettings(bind, List.of(port), Optional.of(multicast), DEFAULT_BUFFER_BYTES);
  }
}
