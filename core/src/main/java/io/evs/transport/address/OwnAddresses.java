package io.evs.transport.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * The addresses from which a socket's packets come: the one it is bound to, or with a wildcard all
 * of this machine, which may change. Loop thread only.
 */
public final class OwnAddresses {
  private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

  private final InetSocketAddress bound;
  private Set<InetAddress> hosts = Set.of();
  private boolean looked;
  private long lookedNanos;

  /** The addresses of a socket. */
  public OwnAddresses(InetSocketAddress bound) {
    this.bound = bound;
  }

  /**
   * Whether packets of this socket may come from there.
   *
   * @param now as System.nanoTime; the interfaces are looked at once a second at most
   */
  public boolean has(InetSocketAddress address, long now) {
    InetAddress host = address.getAddress();
    if (address.getPort() != bound.getPort()) {
      return false;
    }
    if (!bound.getAddress().isAnyLocalAddress()) {
      return bound.getAddress().equals(host);
    }
    if (host.isLoopbackAddress() || hosts.contains(host)) {
      return true;
    }
    if (!looked || now - lookedNanos >= LOOK_AGAIN_NANOS) {
      looked = true;
      lookedNanos = now;
      look();
    }
    return hosts.contains(host);
  }

  private void look() {
    try {
      hosts = Set.copyOf(Interfaces.ownAddresses(bound.getAddress()));
    } catch (IOException unreadable) {
      hosts = Set.of();
    }
  }
}
