package io.evs.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.wire.Packet;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyTransportTest {
  private static final InetSocketAddress LISTED = new InetSocketAddress("127.0.0.2", 5405);
  private static final InetSocketAddress STRANGER = new InetSocketAddress("127.0.0.3", 5405);

  /** Takes packets of one address only. */
  private static final class Choosy implements Transport.Handler {
    @Override
    public Packet acquire(int bytes) {
      throw new AssertionError("nothing arrives here");
    }

    @Override
    public boolean admits(InetSocketAddress from) {
      return from.equals(LISTED);
    }

    @Override
    public void datagram(Packet packet, InetSocketAddress from) {}

    @Override
    public void refused(Packet packet) {}

    @Override
    public void turn() {}

    @Override
    public void closed(Throwable error) {}
  }

  /** The house, 10.9: with faults before it, a member admitted everybody. */
  @Test
  void aSourceIsAdmittedIfTheMemberAdmitsIt() {
    List<Transport.Handler> started = new ArrayList<>();
    Transport socket =
        (Transport)
            Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (proxy, method, arguments) -> {
                  started.add((Transport.Handler) arguments[0]);
                  return null;
                });
    new FaultyTransport(socket, new LinkFaults(1)).start(new Choosy());
    assertThat(started.get(0).admits(LISTED)).isTrue();
    assertThat(started.get(0).admits(STRANGER)).isFalse();
  }
}
