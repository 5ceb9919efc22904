package io.evs.group;

import static io.evs.group.TestRing.CHAT;
import static io.evs.group.TestRing.MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.totem.Held;
import io.evs.totem.wire.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes drive three members: damaged packets, pauses, timers, submissions, joins and a departure.
 * Nothing throws or grows beyond its limit, and then the ring forms again and delivers.
 */
class MemberFuzzTest {
  private static final int ROUNDS_MAX = 20;
  private static final int STEPS_MAX = 100;
  private static final int[] NASTY = {
    0, 1, -1, 2, 30, 384, 385, 1000, 1001, 4096, 16383, 16384, 1 << 28, 1 << 30, 1 << 31, -2
  };

  // The fuzzer uses one instance for all inputs.
  private TestRing ring;
  private byte[] data;
  private int at;
  private boolean left;

  private boolean hasMore() {
    return at < data.length;
  }

  private int next() {
    return hasMore() ? data[at++] & 0xff : 0;
  }

  private int nextShort() {
    return next() | next() << 8;
  }

  @FuzzTest
  void operations(byte[] input) {
    data = input;
    at = 0;
    left = false;
    ring = new TestRing(3);
    ring.hostile = true;
    ring.start();
    if (next() % 2 == 0) {
      ring.until("one ring", 2000 * MS, () -> ring.isOneRingOf(3));
    }
    for (int steps = 0; steps < STEPS_MAX && hasMore(); steps++) {
      step(next());
      ring.nodes.values().forEach(MemberFuzzTest::check);
    }
    healsAndDelivers();
  }

  private void step(int operation) {
    TestRing.Node node = ring.node(1 + (operation >>> 4) % 3);
    switch (operation & 0xf) {
      case 0, 1, 2, 3, 4 -> replay(node);
      case 5 -> raw(node);
      case 6 -> node.member.submit(ring.now, 7, next() % 2 == 0, List.of(CHAT), payload());
      case 7 -> node.member.joinGroup(ring.now, next() % 4, CHAT);
      case 8 -> node.member.leaveGroup(ring.now, next() % 4, CHAT);
      case 9 -> node.member.processDown(ring.now, next() % 4);
      case 10 -> node.dead = !node.dead;
      case 11 -> leave(node);
      case 12 -> node.member.timers(ring.now);
      case 13 -> node.member.congestion(next() % 101);
      case 14 -> pass(nextShort() % 3000 * MS);
      default -> pass(next() * MS / 50);
    }
    node.pool.recycle();
  }

  private byte[] payload() {
    return new byte[nextShort() % 5000];
  }

  /** Only the third leaves, so that two are left to form a ring. */
  private void leave(TestRing.Node node) {
    if (node.id == 3) {
      node.member.leave(ring.now);
      left = true;
    }
  }

  private void pass(long nanos) {
    long until = ring.now + nanos;
    ring.at(until, () -> {});
    ring.until("time", nanos + MS, () -> ring.now >= until);
  }

  /** A packet that was on the network lately, changed in up to three places. */
  private void replay(TestRing.Node node) {
    List<byte[]> heard = List.copyOf(ring.heard);
    if (heard.isEmpty()) {
      return;
    }
    byte[] packet = heard.get(heard.size() - 1 - next() % heard.size()).clone();
    int how = next();
    for (int changes = how & 3; changes > 0; changes--) {
      int offset = nextShort() % packet.length;
      if ((how & 4) != 0 && offset + 4 <= packet.length) {
        Bytes.putInt(packet, offset, NASTY[next() % NASTY.length]);
      } else {
        packet[offset] = (byte) next();
      }
    }
    if ((how & 8) != 0) {
      packet = Arrays.copyOf(packet, nextShort() % (packet.length + 50));
    }
    node.receive(packet);
  }

  private void raw(TestRing.Node node) {
    int length = Math.min(nextShort() % 2000, data.length - at);
    byte[] packet = Arrays.copyOfRange(data, at, at + length);
    at += length;
    node.receive(packet);
  }

  private static void check(TestRing.Node node) {
    Held.check(node.member.totem());
    assertThat(node.member.unpacker.senders()).isLessThanOrEqualTo(384);
    assertThat(node.pool.outstanding()).isLessThan(2 * 16384 + 1000);
    assertThat(node.member.heldNodes()).isLessThanOrEqualTo(1024);
  }

  private void healsAndDelivers() {
    ring.nodes.values().forEach(node -> node.dead = false);
    ring.node(3).dead = left;
    int count = left ? 2 : 3;
    pass(10_000 * MS);
    ring.until("one ring", 600_000 * MS, () -> ring.isOneRingOf(count));
    // Without a key a forged packet may have taken the place of one that was still to come: it can
    // cost the message there, which nobody can tell, but not those behind it.
    int rounds = 0;
    while (!allDelivered(count)) {
      assertThat(rounds++).as("rounds of messages").isLessThan(ROUNDS_MAX);
    }
    ring.nodes.values().forEach(MemberFuzzTest::check);
    pass(3_000 * MS);
    for (int id = 1; id <= count; id++) {
      assertThat(ring.node(id).pool.outstanding()).isLessThan(100);
    }
  }

  /** Sends a message of each; whether all were delivered everywhere in time. */
  private boolean allDelivered(int count) {
    for (int id = 1; id <= count; id++) {
      ring.node(id).messages.clear();
    }
    for (int id = 1; id <= count; id++) {
      ring.node(id).member.submit(ring.now, 7, id == 2, List.of(CHAT), new byte[3000 * id]);
    }
    pass(3_000 * MS);
    return ring.nodes.values().stream()
        .filter(node -> node.id <= count)
        .allMatch(node -> delivered(node) >= count);
  }

  private static long delivered(TestRing.Node node) {
    return node.messages.stream().filter(text -> text.matches("[123]:\\d+:[369]000")).count();
  }
}
