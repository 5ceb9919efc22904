package io.evs.transport.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/** Recognises datagrams that this socket sent itself, as looped-back multicasts. */
public final class OwnAddress {
  private final int port;
  private final Set<InetAddress> addresses;

  public OwnAddress(InetSocketAddress bound) throws IOException {
    this.port = bound.getPort();
    this.addresses = Interfaces.ownAddresses(bound.getAddress());
  }

  public boolean is(InetSocketAddress from) {
    return from.getPort() == port && addresses.contains(from.getAddress());
  }
}
