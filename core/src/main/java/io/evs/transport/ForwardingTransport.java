package io.evs.transport;

import io.evs.transport.address.PathMtu;
import java.net.InetSocketAddress;
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
  public Outbox outbox() {
    return real.outbox();
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
