package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.AppEvent;
import io.evs.sim.world.SimProcess;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.IdentityItems;
import io.evs.totem.wire.JoinPacket;
import io.evs.totem.wire.MergeDetectPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.totem.wire.Trailer;
import java.util.Arrays;
import java.util.List;

/** Scenarios of two nodes that have one id: S63 to S66. */
final class IdentityScenarios {
  /** Incarnations begin here, so that a clock can be behind. */
  static final long CLOCK = 1000;

  /** The process that has the id of another. */
  static final int SECOND = 4;

  private static final int FORGED = 400;

  private IdentityScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S63", "a second node with a member's id", SECOND, 6, IdentityScenarios::s63),
        Scenario.of("S64", "forged signs of a second node", SECOND, 2, IdentityScenarios::s64),
        Scenario.of("S65", "both nodes of one id start over and over", SECOND, 8, OneIdChain::play),
        Scenario.of(
            "S66", "what a second node does to a commit token", SECOND, 3, IdentityScenarios::s66));
  }

  // --- S63 ------------------------------------------------------------------------------------

  /** Listed and unlisted, clock ahead and behind; the ring rests, the newcomer ends. */
  private static void s63(ScenarioStage stage, int variant) {
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

  static Integer[] down(ScenarioStage stage) {
    return Arrays.stream(stage.all())
        .filter(id -> !stage.world().up(id) || id == SECOND)
        .boxed()
        .toArray(Integer[]::new);
  }

  /** Ordinary joins and merge detect messages, which go to configured and learned peers. */
  static boolean isAnnouncedToSecond(Datagram packet) {
    boolean kind = packet.is(Datagram.JOIN) || packet.is(Datagram.MERGE_DETECT);
    byte[] bytes = packet.bytes();
    boolean answer =
        packet.is(Datagram.MERGE_DETECT)
            && IdentityItems.holder(bytes, MergeDetectPacket.LENGTH, bytes.length) != null;
    return packet.to() == SECOND && kind && !answer;
  }

  static void clocks(ScenarioStage stage) {
    for (int id : stage.all()) {
      stage.world().process(id).storage().incarnation(CLOCK);
    }
  }

  static void startSecond(ScenarioStage stage, int nodeId, long clock) {
    stage.world().process(SECOND).storage().incarnation(clock);
    stage.world().startAs(SECOND, nodeId);
  }

  static long gathers(ScenarioStage stage, int id) {
    return stage.world().process(id).counters().getOrDefault("gathers", 0L);
  }

  // --- S64 ------------------------------------------------------------------------------------

  /**
   * Somebody sends from an address at which nobody answers: joins with a member's id, early and
   * late, and words that another has it. Nobody ends or gives way, also not one that just starts.
   */
  private static void s64(ScenarioStage stage, int variant) {
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
        stage.world().inject(new Datagram(SECOND, to, bytes), i * (10 * MS));
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

  // --- S66 ------------------------------------------------------------------------------------

  /**
   * Two nodes with one id name their rings alike, since they began alike. The one that is not in
   * the ring of 3 never is taken for a member of it, and its messages for messages of that ring.
   */
  private static void s66(ScenarioStage stage, int variant) {
    if (variant == 2) {
      overwrittenEntry(stage);
      return;
    }
    stage.network().partition(new int[] {2}, new int[] {3, SECOND}, new int[] {1});
    clocks(stage);
    stage.world().startAs(2, 2);
    startSecond(stage, 2, variant == 0 ? 1 : 2 * CLOCK);
    stage.start(3);
    stage.await(() -> stage.members(3).equals(List.of(2, 3)), 20 * stage.token(), "two rings");
    stage.await(() -> stage.in(2, SimProcess.OPERATIONAL), 20 * stage.token(), "a ring of 2");
    stage.claim(stage.ring(2).equals(stage.ring(3)), "the rings have one name");
    stage.world().crash(SECOND);
    stage.network().connectAll();
    stage.start(1);
    stage.awaitRing(1, 2, 3);
    for (AppEvent.Transitional each : stage.transitionals(3)) {
      stage.claim(each.members().equals(List.of(3)) || each.members().contains(1), "taken " + each);
    }
    // Nobody wrote down what it saw.
    stage.world().crash(2);
    stage.healWithout(SECOND, 2);
  }

  /** A second node has written what it has over the member's entry: the member does not go on. */
  private static void overwrittenEntry(ScenarioStage stage) {
    stage.formRing(1, 2, 3);
    int[] overwritten = {0};
    stage
        .network()
        .addRule(
            packet -> {
              boolean complete = packet.is(Datagram.COMMIT) && packet.to() == 2;
              if (!complete || CommitTokenPacket.index(packet.bytes()) < 3 || overwritten[0] > 0) {
                return PacketRule.PASS;
              }
              overwritten[0]++;
              byte[] bytes = packet.bytes().clone();
              CommitTokenPacket.fill(bytes, 1, new RingId(2, 1), 0, 0, true);
              stage.world().inject(new Datagram(packet.from(), 2, bytes), MS);
              return PacketRule.DROP;
            });
    stage.world().crash(1);
    stage.runFor(MS);
    stage.start(1);
    stage.await(() -> overwritten[0] > 0, 20 * stage.token(), "a commit token");
    stage.awaitRing(1, 2, 3);
    stage.healWithout(SECOND);
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
