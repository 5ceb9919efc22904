package io.evs.sim;

import static io.evs.sim.Stage.MS;

import io.evs.RingId;
import io.evs.totem.wire.IdentityItems;
import io.evs.totem.wire.JoinPacket;
import io.evs.totem.wire.MergeDetectPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.totem.wire.Trailer;
import java.util.Arrays;
import java.util.List;

/** Scenarios of two nodes that have one id: S63 and S64. */
final class IdentityScenarios {
  /** Incarnations begin here, so that a clock can be behind. */
  private static final long CLOCK = 1000;

  /** The process that has the id of another. */
  private static final int SECOND = 4;

  private static final int FORGED = 400;

  private IdentityScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S63", "a second node with a member's id", SECOND, 6, IdentityScenarios::s63),
        Scenario.of("S64", "forged signs of a second node", SECOND, 2, IdentityScenarios::s64));
  }

  // --- S63 ------------------------------------------------------------------------------------

  /** Listed and unlisted, clock ahead and behind; the ring rests, the newcomer ends. */
  private static void s63(Stage stage, int variant) {
    clocks(stage);
    int named = variant < 4 ? 2 : 1;
    RingId ring = variant < 4 ? stage.formRing(1, 2, 3) : stage.formRing(1);
    long gathers = gathers(stage, 1) + gathers(stage, 2) + gathers(stage, 3);
    boolean listed = variant % 2 == 0;
    boolean behind = variant == 0 || variant == 1;
    if (!listed) {
      stage.drop(IdentityScenarios::isAnnouncedToSecond);
    }
    startSecond(stage, named, behind ? 1 : 2 * CLOCK);
    stage.await(
        () -> stage.world().process(SECOND).gaveWay(), 12 * stage.token(), "the newcomer ends");
    stage.runFor(4 * stage.token());
    stage.claim(ring.equals(stage.ring(1)), "the ring rests");
    long after = gathers(stage, 1) + gathers(stage, 2) + gathers(stage, 3);
    stage.claim(after == gathers, (after - gathers) + " gathers for a newcomer");
    stage.network().clean();
    stage.healWithout(down(stage));
  }

  private static Integer[] down(Stage stage) {
    return Arrays.stream(stage.all())
        .filter(id -> !stage.world().up(id) || id == SECOND)
        .boxed()
        .toArray(Integer[]::new);
  }

  /** Ordinary joins and merge detect messages, which go to configured and learned peers. */
  private static boolean isAnnouncedToSecond(Datagram packet) {
    boolean kind = packet.is(Datagram.JOIN) || packet.is(Datagram.MERGE_DETECT);
    byte[] bytes = packet.bytes();
    boolean answer =
        packet.is(Datagram.MERGE_DETECT)
            && IdentityItems.holder(bytes, MergeDetectPacket.LENGTH, bytes.length) != null;
    return packet.to() == SECOND && kind && !answer;
  }

  private static void clocks(Stage stage) {
    for (int id : stage.all()) {
      stage.world().process(id).storage().incarnation(CLOCK);
    }
  }

  private static void startSecond(Stage stage, int nodeId, long clock) {
    stage.world().process(SECOND).storage().incarnation(clock);
    stage.world().startAs(SECOND, nodeId);
  }

  private static long gathers(Stage stage, int id) {
    return stage.world().process(id).counters().getOrDefault("gathers", 0L);
  }

  // --- S64 ------------------------------------------------------------------------------------

  /**
   * Somebody sends from an address at which nobody answers: joins with a member's id, early and
   * late, and words that another has it. Nobody ends or gives way, also not one that just starts.
   */
  private static void s64(Stage stage, int variant) {
    clocks(stage);
    if (variant == 0) {
      stage.formRing(1, 2, 3);
    } else {
      stage.start(2);
    }
    RingId ring = stage.ring(1);
    for (int i = 0; i < FORGED; i++) {
      long incarnation = i % 3 == 0 ? 0 : i % 3 == 1 ? CLOCK + 2 : 3 * CLOCK;
      Packet packet = i % 2 == 0 ? join(incarnation) : word(incarnation, i);
      byte[] bytes = Arrays.copyOf(packet.data(), packet.length());
      for (int to = 1; to <= 3; to++) {
        stage.world().inject(new Datagram(SECOND, to, bytes), i * 10 * MS);
      }
    }
    stage.runFor(FORGED * 10 * MS);
    for (int id = 1; id <= 3; id++) {
      stage.claim(!stage.world().process(id).gaveWay(), "node " + id + " gave way to nobody");
    }
    stage.claim(stage.world().up(2), "the named node runs");
    stage.claim(variant == 1 || ring.equals(stage.ring(1)), "the ring rests");
    stage.start(1, 3);
    stage.healWithout(SECOND);
    stage.awaitRing(1, 2, 3);
  }

  private static Trailer trailer(long incarnation) {
    return new Trailer(Trailer.ESTABLISHED, incarnation, Trailer.hashOf("sim"), 1472, 80);
  }

  private static Packet join(long incarnation) {
    Packet packet = new PacketPool(1500, 1).acquire();
    int[] lists = {1, 2, 3};
    JoinPacket.write(packet, 2, 2, lists, new int[0], 1);
    packet.length(trailer(incarnation).write(packet.data(), packet.length()));
    return packet;
  }

  private static Packet word(long incarnation, long guess) {
    Packet packet = new PacketPool(1500, 1).acquire();
    MergeDetectPacket.write(packet, 2, new RingId(1, 1));
    packet.length(trailer(incarnation).write(packet.data(), packet.length()));
    int at = IdentityItems.writeChallenge(packet.data(), packet.length(), guess);
    IdentityItems.Holder holder = new IdentityItems.Holder(guess, incarnation, new byte[0]);
    packet.length(IdentityItems.writeHolder(packet.data(), at, holder));
    return packet;
  }
}
