package io.evs.transport;

import io.evs.totem.wire.Packet;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A transport in front of another one, which does what this one does not. */
abstract class ForwardingTransport implements Transport {
  final Transport real;

  ForwardingTransport(Transport real) {
    this.real = real;
  }

  @Override
  public InetSocketAddress localAddress() {
    return real.localAddress();
  }

  @Override
  public int receiveBufferBytes() {
    return real.receiveBufferBytes();
  }

  @Override
  public PathMtu mtu() {
    return real.mtu();
  }

  @Override
  public String kind() {
    return real.kind();
  }

  @Override
  public Map<String, Long> counters() {
    return real.counters();
  }

  @Override
  public void ringMembers(List<InetSocketAddress> addresses) {
    real.ringMembers(addresses);
  }

  @Override
  public void peers(List<InetSocketAddress> addresses) {
    real.peers(addresses);
  }

  @Override
  public void multicast(Packet packet) {
    real.multicast(packet);
  }

  @Override
  public void announce(Packet packet) {
    real.announce(packet);
  }

  @Override
  public void unicast(InetSocketAddress to, Packet packet) {
    real.unicast(to, packet);
  }

  @Override
  public void flush() {
    real.flush();
  }

  @Override
  public void deadline(long nanoTime) {
    real.deadline(nanoTime);
  }

  @Override
  public void wakeup() {
    real.wakeup();
  }

  @Override
  public void close() {
    real.close();
  }
}
