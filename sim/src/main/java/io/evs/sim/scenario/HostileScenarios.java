package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.Convergence;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.totem.wire.WireLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scenarios of packets that no member may act on: S53 and S54. */
final class HostileScenarios {
  private static final String MALFORMED = "packets_malformed";
  private static final List<String> STATES = List.of("OPERATIONAL", "GATHER", "COMMIT", "RECOVERY");

  /** Least length of each type, and what must be there of one that has counts. */
  private static final int[] LEAST = {57, 45, 29, 33, 41, 25};

  /** Offsets of counts by type. */
  private static final int[][] COUNTS = {{53}, {}, {}, {17, 21}, {37}, {}};

  private static final int ENCAPSULATED = 6;
  private static final int MAX = WireLimits.PROCESSORS_MAX;
  private static final int RTR_MAX = 1000;

  private HostileScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S53", "hostile packets of every type", 3, 4, HostileScenarios::s53),
        Scenario.of("S54", "a node with the other byte order", 3, 3, HostileScenarios::s54));
  }

  // --- S53 ------------------------------------------------------------------------------------

  private static void s53(ScenarioStage stage, int variant) {
    Map<Integer, Datagram> samples = samples(stage);
    for (int type = 0; type <= ENCAPSULATED; type++) {
      stage.claim(samples.containsKey(type), "there is a packet of type " + type);
    }
    List<byte[]> hostile = new ArrayList<>();
    samples.forEach((type, packet) -> hostile.addAll(mutations(type, packet.bytes())));
    String state = STATES.get(variant);
    RingId ring = stage.ring(1);
    int rings = stage.regulars(2).size();
    long[] rejected = new long[1];
    boolean[] done = new boolean[1];
    Runnable attack =
        () -> {
          rejected[0] = stage.world().counters().get(MALFORMED);
          for (byte[] bytes : hostile) {
            stage.world().inject(new Datagram(1, 2, bytes), 0);
          }
          stage.world().after(1, () -> done[0] = true);
        };
    if (variant == 0) {
      attack.run();
    } else {
      stage.onState(2, state, 1, attack);
      stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(ring));
    }
    stage.await(() -> done[0], 10 * stage.token(), "state " + state + " is reached");
    long count = stage.world().counters().get(MALFORMED) - rejected[0];
    stage.claim(count == hostile.size(), count + " of " + hostile.size() + " were rejected");
    stage.await(() -> stage.oneRing(1, 2, 3), 10 * stage.token(), "one ring");
    long item = stage.send(2, 100, true);
    stage.await(() -> stage.delivered(item, 1, 2, 3), stage.token(), "that works");
    stage.claim(
        stage.regulars(2).size() - rings == (variant == 0 ? 0 : 1), "no ring more than needed");
    stage.claim(hostile.size() > 500, "only " + hostile.size() + " hostile packets");
  }

  /** One packet of each type from a life with a start, a message, idleness and a recovery. */
  private static Map<Integer, Datagram> samples(ScenarioStage stage) {
    Map<Integer, Datagram> samples = new TreeMap<>();
    stage
        .network()
        .addRule(
            packet -> {
              samples.put(packet.encapsulated() ? ENCAPSULATED : packet.type(), packet);
              return PacketRule.PASS;
            });
    RingId old = stage.formRing();
    stage.runFor(500 * MS);
    stage.send(3, 300, false);
    stage.runFor(500 * MS);
    stage.drop(
        packet -> packet.is(Datagram.MCAST) && packet.ring().equals(old) && packet.to() == 2);
    stage.sendMany(1, 3);
    stage.runFor(15 * MS);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
    stage.await(
        () -> !old.equals(stage.ring(1)) && stage.oneRing(1, 2, 3), 10 * stage.token(), "a ring");
    stage.network().clean();
    stage.runFor(500 * MS);
    return samples;
  }

  private static List<byte[]> mutations(int type, byte[] packet) {
    List<byte[]> all = new ArrayList<>();
    int plain = type == ENCAPSULATED ? Datagram.MCAST : type;
    int least = type == ENCAPSULATED ? 2 * LEAST[plain] : needed(plain, packet);
    for (int length = 0; length < least; length++) {
      all.add(Arrays.copyOf(packet, length));
    }
    for (int at = 0; at < 3; at++) {
      for (int value : new int[] {0x00, 0xff, packet[at] ^ 1}) {
        if ((byte) value != packet[at]) {
          all.add(with(packet, at, value));
        }
      }
    }
    for (int value : new int[] {6, 7, 100, 127, 128, 200, 255}) {
      all.add(with(packet, 3, value));
    }
    byte[] swapped = packet.clone();
    swapped[0] = packet[1];
    swapped[1] = packet[0];
    all.add(swapped);
    all.addAll(counts(plain, packet));
    return all;
  }

  /** How much of a packet must be there for its counts. */
  private static int needed(int type, byte[] packet) {
    return switch (type) {
      case Datagram.TOKEN -> LEAST[type] + 16 * Tampering.intAt(packet, 53);
      case Datagram.JOIN ->
          LEAST[type] + 4 * (Tampering.intAt(packet, 17) + Tampering.intAt(packet, 21));
      case Datagram.COMMIT -> packet.length;
      default -> LEAST[type];
    };
  }

  /** Every count just above what is there, at its limits, beyond them, and sums that wrap. */
  private static List<byte[]> counts(int type, byte[] packet) {
    List<byte[]> all = new ArrayList<>();
    int[] values = {
      MAX, MAX + 1, RTR_MAX, RTR_MAX + 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x4000_0000
    };
    for (int at : COUNTS[type]) {
      for (int value : values) {
        all.add(withInt(packet, at, value));
      }
    }
    if (type == Datagram.COMMIT) {
      all.add(withInt(packet, COUNTS[type][0], 0));
    }
    if (COUNTS[type].length == 2) {
      int[][] pairs = {
        {0x8000_0000, 0x8000_0000},
        {0xffff_ffff, 1},
        {1, 0xffff_ffff},
        {0x4000_0000, 0xc000_0000},
        {0x7fff_ffff, 0x7fff_ffff},
        {MAX, MAX}
      };
      for (int[] pair : pairs) {
        all.add(withInt(withInt(packet, COUNTS[type][0], pair[0]), COUNTS[type][1], pair[1]));
      }
    }
    return all;
  }

  private static byte[] with(byte[] packet, int at, int value) {
    byte[] changed = packet.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] withInt(byte[] packet, int at, int value) {
    byte[] changed = packet.clone();
    Tampering.putInt(changed, at, value);
    return changed;
  }

  // --- S54 ------------------------------------------------------------------------------------

  /**
   * Our wire format is little-endian only. Whatever a node with the other byte order sends is
   * rejected and counted, of every type, and the others go on without it.
   */
  private static void s54(ScenarioStage stage, int variant) {
    int[] swapped = new int[7];
    boolean[] on = {variant == 0};
    long[] arrived = new long[1];
    Tampering.replace(
        stage,
        packet -> on[0] && packet.from() == 3 && counted(stage, packet, swapped, arrived),
        HostileScenarios::otherOrder);
    if (variant == 0) {
      stage.start(1, 2, 3);
    } else {
      stage.formRing();
      stage.load(200 * MS, 60);
      stage.runFor(20 * MS);
      if (variant == 1) {
        on[0] = true;
      } else {
        RingId old = stage.ring(1);
        stage.drop(
            packet -> packet.is(Datagram.MCAST) && packet.ring().equals(old) && packet.to() == 2);
        stage.onState(3, "RECOVERY", 1, () -> on[0] = true);
        stage.runFor(15 * MS);
        stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
      }
    }
    stage.await(
        () -> stage.oneRing(1, 2) && stage.members(3).equals(List.of(3)),
        Convergence.boundNanos(stage.policy()),
        "the others go on without it, and it without them");
    long item = stage.send(1, 200, true);
    stage.await(() -> stage.delivered(item, 1, 2), 4 * stage.token(), "they make progress");
    stage.runFor(5 * MS);
    on[0] = false;
    stage.runFor(5 * MS);
    long rejected = stage.world().counters().get(MALFORMED);
    stage.claim(
        rejected == arrived[0], rejected + " rejected of " + arrived[0] + " in the other order");
    stage.claim(swapped[Datagram.JOIN] > 0 && rejected > 0, "joins were among them");
    stage.claim(variant != 1 || swapped[Datagram.TOKEN] > 0, "tokens too");
    stage.claim(variant != 2 || swapped[ENCAPSULATED] > 0, "recovered packets too");
    stage.heal();
    stage.awaitRing(1, 2, 3);
  }

  private static boolean counted(
      ScenarioStage stage, Datagram packet, int[] swapped, long[] arrived) {
    swapped[packet.encapsulated() ? ENCAPSULATED : packet.type()]++;
    arrived[0] += stage.world().up(packet.to()) ? 1 : 0;
    return true;
  }

  /** The packet as a sender of the other byte order writes it: every field turned round. */
  private static byte[] otherOrder(byte[] packet) {
    byte[] turned = packet.clone();
    turned[0] = packet[1];
    turned[1] = packet[0];
    for (int at = 5; at + 4 <= Math.min(packet.length, 45); at += 4) {
      for (int i = 0; i < 4; i++) {
        turned[at + i] = packet[at + 3 - i];
      }
    }
    return turned;
  }
}
