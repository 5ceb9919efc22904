package io.evs.transport;

import io.evs.transport.address.Interfaces;
import io.evs.transport.address.PathMtu;
import io.evs.transport.address.UdpSettings;
import java.net.InetSocketAddress;
import java.util.Map;

/** What both kinds of UDP have. */
abstract class UdpTransport implements Transport {
  final InetSocketAddress local;
  final TransportCounters counters = new TransportCounters();
  final Outbox outbox;
  long deadline = Long.MAX_VALUE;
  private final int receiveBufferBytes;
  private final PathMtu mtu;

  UdpTransport(InetSocketAddress local, int receiveBufferBytes, UdpSettings settings) {
    this.local = local;
    this.receiveBufferBytes = receiveBufferBytes;
    this.mtu = Interfaces.mtu(local.getAddress(), settings.peers());
    this.outbox =
        new Outbox(
            counters,
            settings
                .multicast()
                .map(each -> new InetSocketAddress(each.group(), each.port()))
                .orElse(null));
  }

  @Override
  public final InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public final int receiveBufferBytes() {
    return receiveBufferBytes;
  }

  @Override
  public final PathMtu mtu() {
    return mtu;
  }

  @Override
  public final Map<String, Long> counters() {
    return counters.snapshot();
  }

  @Override
  public final Outbox outbox() {
    return outbox;
  }

  @Override
  public final void deadline(long nanoTime) {
    deadline = nanoTime;
  }

  /** A deadline that has passed counts once. */
  final void forgetPassedDeadline() {
    if (deadline - System.nanoTime() <= 0) {
      deadline = Long.MAX_VALUE;
    }
  }
}
