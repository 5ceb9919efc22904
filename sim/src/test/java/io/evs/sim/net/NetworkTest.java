package io.evs.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private record Arrived(long delay, Datagram datagram) {}

  private final List<Arrived> arrived = new ArrayList<>();
  private final Network network =
      new Network(
          3, new SimRandom(1), (delay, datagram) -> arrived.add(new Arrived(delay, datagram)));

  private static Datagram packet(int from, int to, int type, int bytes) {
    byte[] data = new byte[bytes];
    data[0] = 0x70;
    data[1] = (byte) 0xc0;
    data[2] = 3;
    data[3] = (byte) type;
    return new Datagram(from, to, data);
  }

  private int arrivedOf(int count, int from, int to, int type, int bytes) {
    arrived.clear();
    for (int i = 0; i < count; i++) {
      network.send(i * 1_000_000L, packet(from, to, type, bytes), false);
    }
    return arrived.size();
  }

  @Test
  void deliversAfterItsLatency() {
    assertThat(arrivedOf(100, 1, 2, Datagram.MCAST, 100)).isEqualTo(100);
    assertThat(arrived).allMatch(a -> a.delay() >= 1_000_000L && a.delay() < 10_000_000L);
  }

  @Test
  void keepsOrderOnAFifoLink() {
    network.model().tailNanos = 5_000_000;
    long last = -1;
    for (int i = 0; i < 200; i++) {
      network.send(i * 1000L, packet(1, 2, Datagram.MCAST, 50), false);
      long arrival = i * 1000L + arrived.get(i).delay();
      assertThat(arrival).isGreaterThan(last);
      last = arrival;
    }
  }

  @Test
  void losesIndependentlyAndInBurstsWithTheSameMean() {
    network.model().loss = 0.2;
    assertThat(arrivedOf(5000, 1, 2, Datagram.MCAST, 50)).isBetween(3850, 4150);
    network.model().loss = 0;
    network.model().burstEnter = 0.2 / (0.9 * 5);
    assertThat(arrivedOf(5000, 1, 2, Datagram.MCAST, 50)).isBetween(3800, 4400);
  }

  @Test
  void losesByTypeAndBySize() {
    network.model().typeLoss[Datagram.TOKEN] = 1;
    network.model().maxBytes = 1000;
    assertThat(arrivedOf(10, 1, 2, Datagram.TOKEN, 57)).isZero();
    assertThat(arrivedOf(10, 1, 2, Datagram.MCAST, 57)).isEqualTo(10);
    assertThat(arrivedOf(10, 1, 2, Datagram.MCAST, 1001)).isZero();
  }

  @Test
  void cutsAnyRelation() {
    network.cut(1, 2, true);
    assertThat(arrivedOf(5, 1, 2, Datagram.MCAST, 50)).isZero();
    assertThat(arrivedOf(5, 2, 1, Datagram.MCAST, 50)).isEqualTo(5);
    network.connectAll();
    network.partition(new int[] {1, 2}, new int[] {3});
    assertThat(arrivedOf(5, 1, 2, Datagram.MCAST, 50)).isEqualTo(5);
    assertThat(arrivedOf(5, 1, 3, Datagram.MCAST, 50)).isZero();
    assertThat(arrivedOf(5, 3, 2, Datagram.MCAST, 50)).isZero();
    network.clean();
    assertThat(arrivedOf(5, 1, 3, Datagram.MCAST, 50)).isEqualTo(5);
  }

  @Test
  void duplicatesAndReorders() {
    network.model().duplicate = 0.5;
    assertThat(arrivedOf(1000, 1, 2, Datagram.MCAST, 50)).isBetween(1400, 1600);
    network.model().duplicate = 0;
    network.model().reorder = 0.5;
    arrivedOf(1000, 1, 2, Datagram.MCAST, 50);
    long overtaken = 0;
    for (int i = 1; i < 1000; i++) {
      boolean before = arrived.get(i).delay() + 1_000_000L < arrived.get(i - 1).delay();
      overtaken += before ? 1 : 0;
    }
    assertThat(overtaken).isGreaterThan(100);
  }

  @Test
  void garbageIsNeverATotemPacket() {
    network.model().garbage = 1;
    arrivedOf(500, 1, 2, Datagram.MCAST, 80);
    assertThat(arrived).hasSize(1000);
    int decodable = 0;
    for (Arrived each : arrived) {
      byte[] bytes = each.datagram().bytes();
      boolean header =
          bytes.length >= 13
              && bytes[0] == 0x70
              && bytes[1] == (byte) 0xc0
              && bytes[2] == 3
              && bytes[3] >= 0
              && bytes[3] <= 5;
      decodable += header ? 1 : 0;
    }
    assertThat(decodable).isEqualTo(500);
  }

  @Test
  void finiteRateQueuesThenDrops() {
    LinkModel slow = network.model(1, 2);
    slow.bytesPerSecond = 100_000;
    slow.queueBytes = 10_000;
    for (int i = 0; i < 100; i++) {
      network.send(0, packet(1, 2, Datagram.MCAST, 1000), false);
    }
    assertThat(arrived.size()).isBetween(10, 13);
    assertThat(arrived.get(9).delay()).isGreaterThan(90_000_000L);
  }

  @Test
  void rulesDecideFirst() {
    PacketRule rule =
        network.addRule(d -> d.is(Datagram.TOKEN) ? PacketRule.DROP : PacketRule.PASS);
    assertThat(arrivedOf(5, 1, 2, Datagram.TOKEN, 57)).isZero();
    network.removeRule(rule);
    network.addRule(d -> 7);
    assertThat(arrivedOf(1, 1, 2, Datagram.TOKEN, 57)).isEqualTo(1);
    assertThat(arrived.get(0).delay()).isEqualTo(7);
  }

  @Test
  void tokensOvertakeMulticastsThatAreSlower() {
    network.model().multicastExtraNanos = 4_000_000;
    network.send(0, packet(1, 2, Datagram.MCAST, 50), true);
    network.send(10, packet(1, 2, Datagram.TOKEN, 57), false);
    assertThat(arrived.get(1).delay()).isLessThan(arrived.get(0).delay());
  }
}
