package io.evs.transport;

import io.evs.totem.wire.Packet;
import java.net.InetSocketAddress;

/**
 * A transport on which {@link LinkFaults} act: datagrams get lost where they arrive, and the loop
 * stands still. Only tests of failures have one.
 */
public final class FaultyTransport extends ForwardingTransport {
  private final LinkFaults faults;

  /** Puts faults before a transport that was not started yet. */
  public FaultyTransport(Transport real, LinkFaults faults) {
    super(real);
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
    public boolean admits(InetSocketAddress from) {
      return handler.admits(from);
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
}
