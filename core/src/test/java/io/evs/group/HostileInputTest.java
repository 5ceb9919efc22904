package io.evs.group;

import static io.evs.group.TestRing.CHAT;
import static io.evs.group.TestRing.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.Held;
import io.evs.totem.wire.Captures;
import io.evs.totem.wire.SplitMix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole member under hostile datagrams: nothing throws, nothing grows beyond its limit, and once
 * the attack is over the ring forms again and delivers.
 */
class HostileInputTest {
  private static final int ROUNDS = 100_000;
  private static final List<byte[]> CAPTURED = captured();

  private static final int[] NASTY = {
    0, 1, -1, 2, 30, 384, 385, 1000, 1001, 16383, 16384, 1 << 28, 1 << 30, 1 << 31, (1 << 31) - 1
  };

  private TestRing ring = new TestRing(3);
  private SplitMix random = new SplitMix(0);

  private static List<byte[]> captured() {
    List<byte[]> all = new ArrayList<>();
    Captures.NAMES.forEach(name -> all.addAll(Captures.packets(name)));
    return all;
  }

  private byte[] attack() {
    List<byte[]> own = List.copyOf(ring.heard);
    int kind = random.below(10);
    if (kind == 0) {
      return random.bytes(random.below(1600));
    }
    boolean ours = kind > 3 && !own.isEmpty();
    List<byte[]> source = ours ? own : CAPTURED;
    byte[] packet = source.get(random.below(source.size())).clone();
    if (random.below(8) == 0) {
      packet = Arrays.copyOf(packet, random.below(packet.length + 20));
    }
    for (int changes = random.below(4); changes > 0 && packet.length > 13; changes--) {
      mutate(packet);
    }
    return packet;
  }

  private void mutate(byte[] packet) {
    int at = 3 + random.below(packet.length - 7);
    if (random.below(2) == 0) {
      packet[at] = (byte) random.nextLong();
    } else {
      int value = NASTY[random.below(NASTY.length)] + (random.below(4) == 0 ? random.below(9) : 0);
      for (int i = 0; i < 4; i++) {
        packet[at + i] = (byte) (value >>> 8 * i);
      }
    }
  }

  private void inject(TestRing.Node node) {
    byte[] packet = attack();
    try {
      node.receive(packet);
    } catch (RuntimeException e) {
      throw new AssertionError("packet " + java.util.HexFormat.of().formatHex(packet), e);
    }
  }

  private void check() {
    for (TestRing.Node node : ring.nodes.values()) {
      Held.check(node.member.totem());
      assertThat(node.member.unpacker.senders()).isLessThanOrEqualTo(384);
      assertThat(node.pool.outstanding()).isLessThan(2 * 16384 + 1000);
    }
  }

  private void healsAndDelivers() {
    ring.until("one ring again", 600_000 * MS, () -> ring.isOneRingOf(3));
    long malformed =
        ring.nodes.values().stream()
            .mapToLong(node -> node.member.counters().get("packets_malformed"))
            .sum();
    assertThat(malformed).isPositive();
    // What was forged may still be on its way, or show only after a time-out.
    long settling = ring.now + 10_000 * MS;
    ring.at(settling, () -> {});
    ring.until("settled", 11_000 * MS, () -> ring.now >= settling);
    ring.until("one ring still", 600_000 * MS, () -> ring.isOneRingOf(3));
    for (int id = 1; id <= 3; id++) {
      ring.node(id).messages.clear();
      ring.node(id).member.submit(ring.now, 7, id == 2, List.of(CHAT), new byte[3000 * id]);
    }
    for (int id = 1; id <= 3; id++) {
      TestRing.Node node = ring.node(id);
      ring.until("delivery", 60_000 * MS, () -> delivered(node) >= 3);
    }
    check();
    long settled = ring.now + 3_000 * MS;
    ring.at(settled, () -> {});
    ring.until("quiet", 4_000 * MS, () -> ring.now >= settled);
    ring.nodes.values().forEach(node -> assertThat(node.pool.outstanding()).isLessThan(100));
  }

  private static long delivered(TestRing.Node node) {
    return node.messages.stream().filter(text -> text.matches("[123]:\\d+:[369]000")).count();
  }

  @ParameterizedTest
  @CsvSource({"OPERATIONAL, 1", "GATHER, 2", "COMMIT, 3", "RECOVERY, 4"})
  void attackInOneStateLeavesTheRingAbleToForm(String state, long seed) {
    for (int round = 0; round < 4; round++) {
      ring = new TestRing(3);
      random = new SplitMix(seed * 100 + round);
      ring.hostile = true;
      ring.start();
      TestRing.Node victim = ring.node(1 + round % 3);
      ring.until("reached", 3000 * MS, () -> victim.member.state().equals(state));
      for (int i = 0; i < ROUNDS / 40; i++) {
        inject(victim);
      }
      check();
      healsAndDelivers();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void attackOnARunningRingNeverThrowsAndEndsWithTheAttack(long seed) {
    random = new SplitMix(seed);
    ring.hostile = true;
    ring.form();
    for (int i = 0; i < ROUNDS / 4; i++) {
      inject(ring.node(1 + random.below(3)));
      if (i % 16 == 0) {
        long until = ring.now + random.below(3) * MS;
        ring.at(until, () -> {});
        ring.until("time", 10 * MS, () -> ring.now >= until);
      }
      if (i % 500 == 0) {
        ring.node(1 + random.below(3))
            .member
            .submit(ring.now, 1, random.below(2) == 0, List.of(CHAT), new byte[2000]);
        check();
      }
    }
    healsAndDelivers();
  }
}
