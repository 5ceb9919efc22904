package io.evs.transport;

import io.evs.totem.wire.Packet;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A transport on which {@link LinkFaults} act: datagrams get lost where they arrive, and the loop
 * stands still. Only tests of failures have one.
 */
public final class FaultyTransport implements Transport {
  private final Transport real;
  private final LinkFaults faults;

  /** Puts faults before a transport that was not started yet. */
  public FaultyTransport(Transport real, LinkFaults faults) {
    this.real = real;
    this.faults = faults;
  }

  @Override
  public void start(Handler handler) {
    real.start(new FaultyHandler(handler, faults));
  }

  /** Between the socket and the member. */
  private record FaultyHandler(Handler handler, LinkFaults faults) implements Handler {
    @Override
    public Packet acquire(int bytes) {
      return handler.acquire(bytes);
    }

    @Override
    public void datagram(Packet packet, InetSocketAddress from) {
      faults.stop();
      if (faults.drops(from)) {
        handler.refused(packet);
      } else {
        handler.datagram(packet, from);
      }
    }

    @Override
    public void refused(Packet packet) {
      handler.refused(packet);
    }

    @Override
    public void turn() {
      faults.stop();
      handler.turn();
    }

    @Override
    public void closed(Throwable error) {
      handler.closed(error);
    }
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
  public int interfaceMtuBytes() {
    return real.interfaceMtuBytes();
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
