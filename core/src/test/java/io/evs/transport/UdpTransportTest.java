package io.evs.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.evs.TestPorts;
import io.evs.totem.wire.Packet;
import io.evs.transport.address.UdpSettings;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class UdpTransportTest {
  enum Kind {
    EPOLL,
    NIO;

    Transport bind(UdpSettings settings) throws IOException {
      if (this == NIO) {
        return UdpNioTransport.bind(settings);
      }
      assumeThat(Epoll.isAvailable()).isTrue();
      return UdpEpollTransport.bind(settings);
    }
  }

  private final List<Transport> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(Transport::close);
  }

  private Transport bind(Kind kind, UdpSettings settings) throws IOException {
    Transport transport = kind.bind(settings);
    opened.add(transport);
    return transport;
  }

  private Transport unicast(Kind kind, String address) throws IOException {
    return bind(kind, UdpSettings.unicast(InetAddress.getByName(address), 0));
  }

  private static boolean hasSix() throws IOException {
    return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void keepsContentAndOrderOfBurstsAndTheTokenBehindThem(Kind kind) throws Exception {
    burst(kind, "127.0.0.1");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void keepsContentAndOrderOfBurstsOverIpv6(Kind kind) throws Exception {
    assumeThat(hasSix()).isTrue();
    burst(kind, "::1");
  }

  private void burst(Kind kind, String address) throws Exception {
    Transport a = unicast(kind, address);
    Transport b = unicast(kind, address);
    Transport c = unicast(kind, address);
    Recorder atA = new Recorder(a);
    Recorder atB = new Recorder(b);
    Recorder atC = new Recorder(c);
    List<Integer> lengths = new ArrayList<>(Collections.nCopies(100, 1400));
    lengths.addAll(List.of(700, 1400, 1400, 1401, 1, 1400, 1400));
    atA.onLoop(
        transport -> {
          transport.outbox().ringMembers(List.of(b.localAddress(), c.localAddress()));
          for (int i = 0; i < lengths.size(); i++) {
            transport.outbox().multicast(atA.packet(lengths.get(i), i));
          }
          transport.outbox().unicast(b.localAddress(), atA.packet(57, 99));
          transport.outbox().multicast(atA.packet(1400, 7));
          transport.flush();
        });
    for (Recorder each : List.of(atB, atC)) {
      for (int i = 0; i < lengths.size(); i++) {
        assertThat(each.next()).isEqualTo(bytes(atA, lengths.get(i), i));
      }
      if (each == atB) {
        assertThat(each.next()).isEqualTo(bytes(atA, 57, 99));
      }
      assertThat(each.next()).isEqualTo(bytes(atA, 1400, 7));
      assertThat(each.senders.peek()).isEqualTo(a.localAddress());
    }
    atA.onLoop(
        transport -> {
          assertThat(transport.counters()).containsEntry("send_errors", 0L);
          assertThat(transport.counters()).containsEntry("datagrams_out", 2L * 108 + 1);
          if (kind == Kind.EPOLL) {
            assertThat(transport.counters().get("gso_segments")).isGreaterThan(200L);
          }
        });
  }

  private static byte[] bytes(Recorder from, int length, int mark) {
    Packet packet = from.packet(length, mark);
    return java.util.Arrays.copyOf(packet.data(), length);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void carriesTheLargestDatagramAndDropsLargerOnes(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    Transport b = unicast(kind, "127.0.0.1");
    Recorder atA = new Recorder(a);
    Recorder atB = new Recorder(b);
    atA.onLoop(
        transport -> {
          transport.outbox().unicast(b.localAddress(), atA.packet(65_508, 1));
          transport.outbox().unicast(b.localAddress(), atA.packet(65_507, 2));
          transport.flush();
          assertThat(transport.counters()).containsEntry("rejected_oversized_sends", 1L);
        });
    assertThat(atB.next()).isEqualTo(bytes(atA, 65_507, 2));
    assertThat(atB.received).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void twoNodesOfOneHostShareAMulticastGroup(Kind kind) throws Exception {
    multicast(kind, "127.0.0.1", "239.192.77.9");
  }

  private void multicast(Kind kind, String address, String group) throws Exception {
    InetAddress bind = InetAddress.getByName(address);
    UdpSettings settings =
        UdpSettings.multicast(
            bind,
            0,
            new UdpSettings.Multicast(InetAddress.getByName(group), TestPorts.unused(), 1));
    Transport a = bind(kind, settings);
    Transport b = bind(kind, settings);
    Transport c = bind(kind, settings);
    Recorder atA = new Recorder(a);
    Recorder atB = new Recorder(b);
    Recorder atC = new Recorder(c);
    int length = Math.min(1400, a.mtu().bytes() - 48);
    atA.onLoop(
        transport -> {
          for (int i = 0; i < 90; i++) {
            transport.outbox().multicast(atA.packet(length, i));
          }
          transport.outbox().unicast(b.localAddress(), atA.packet(57, 99));
          transport.outbox().announce(atA.packet(33, 5));
          transport.flush();
        });
    for (Recorder each : List.of(atB, atC)) {
      List<byte[]> expected = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        expected.add(bytes(atA, length, i));
      }
      expected.add(bytes(atA, 33, 5));
      List<byte[]> data = new ArrayList<>();
      while (data.size() < expected.size()) {
        byte[] one = each.next();
        // The token comes by another socket, and the kernel promises no order between the two.
        if (one.length != 57) {
          data.add(one);
        }
      }
      for (int i = 0; i < expected.size(); i++) {
        assertThat(data.get(i)).isEqualTo(expected.get(i));
      }
      assertThat(each.senders.peek()).isEqualTo(a.localAddress());
    }
    org.awaitility.Awaitility.await()
        .atMost(5, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                atA.onLoop(
                    transport ->
                        assertThat(transport.counters().get("rejected_own")).isEqualTo(91L)));
    assertThat(atA.received).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void turnsAtTheDeadline(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    Recorder atA = new Recorder(a);
    for (int i = 0; i < 40; i++) {
      long[] due = new long[1];
      atA.onLoop(
          transport -> {
            due[0] = System.nanoTime() + 3_300_000L;
            transport.deadline(due[0]);
          });
      org.awaitility.Awaitility.await()
          .pollInterval(java.time.Duration.ofMillis(1))
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> last(atA) >= due[0]);
      atA.onLoop(transport -> transport.deadline(Long.MAX_VALUE));
    }
  }

  private static long last(Recorder recorder) throws InterruptedException {
    List<Long> turns = recorder.turns;
    return turns.isEmpty() ? Long.MIN_VALUE : turns.get(turns.size() - 1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aPeerThatIsNotThereHarmsNothing(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    Transport b = unicast(kind, "127.0.0.1");
    Recorder atA = new Recorder(a);
    Recorder atB = new Recorder(b);
    InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", TestPorts.unused());
    InetSocketAddress unreachable = new InetSocketAddress("198.51.100.1", 9);
    for (int i = 0; i < 20; i++) {
      int mark = i;
      atA.onLoop(
          transport -> {
            transport.outbox().ringMembers(List.of(nobody, unreachable, b.localAddress()));
            transport.outbox().multicast(atA.packet(100, mark));
            transport.outbox().multicast(atA.packet(100, mark + 1));
            transport.flush();
          });
      assertThat(atB.next()).isEqualTo(bytes(atA, 100, mark));
      assertThat(atB.next()).isEqualTo(bytes(atA, 100, mark + 1));
    }
    assertThat(atA.errors).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void emptyDatagramsAreIgnored(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    Recorder atA = new Recorder(a);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[0], 0, a.localAddress()));
      socket.send(new DatagramPacket(new byte[] {1}, 1, a.localAddress()));
    }
    assertThat(atA.next()).isEqualTo(new byte[] {1});
    assertThat(atA.received).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void closeEndsTheLoopOnceAndFreesThePort(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    Recorder atA = new Recorder(a);
    int port = a.localAddress().getPort();
    a.close();
    a.close();
    assertThat(atA.closed.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(atA.errors).isEmpty();
    a.wakeup();
    Transport again = bind(kind, UdpSettings.unicast(InetAddress.getByName("127.0.0.1"), port));
    assertThat(again.localAddress().getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFailingHandlerEndsTheLoopWithItsError(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    Recorder atA = new Recorder(a);
    atA.onLoop(
        transport -> {
          throw new IllegalStateException("planted");
        });
    assertThat(atA.errors.poll(5, TimeUnit.SECONDS)).hasMessage("planted");
    a.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aPortInUseIsNamed(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    int port = a.localAddress().getPort();
    assertThatThrownBy(
            () -> kind.bind(UdpSettings.unicast(InetAddress.getByName("127.0.0.1"), port)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("port " + port + " of 127.0.0.1 is in use by process ")
        .hasMessageEndingWith("stop it or choose another port");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void takesTheFirstPortThatIsFree(Kind kind) throws Exception {
    Transport a = unicast(kind, "127.0.0.1");
    int taken = a.localAddress().getPort();
    int free = TestPorts.unused();
    Transport b =
        bind(
            kind,
            new UdpSettings(
                InetAddress.getByName("127.0.0.1"),
                List.of(taken, free),
                Optional.empty(),
                1 << 20));
    assertThat(b.localAddress().getPort()).isEqualTo(free);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAddressOfAnotherMachineIsNamed(Kind kind) {
    assertThatThrownBy(
            () -> kind.bind(UdpSettings.unicast(InetAddress.getByName("198.51.100.7"), 0)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("198.51.100.7 is not an address of this machine: bind to one of ");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void multicastOnAWildcardIsRefused(Kind kind) {
    assertThatThrownBy(
            () ->
                kind.bind(
                    UdpSettings.multicast(
                        InetAddress.getByName("0.0.0.0"),
                        0,
                        new UdpSettings.Multicast(
                            InetAddress.getByName("239.192.77.9"), TestPorts.unused(), 1))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("multicast needs one interface");
  }
}
