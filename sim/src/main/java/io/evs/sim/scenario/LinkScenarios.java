package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.AppEvent;
import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.World;
import io.evs.sim.world.WorldOptions;
import java.util.ArrayList;
import java.util.List;

/** Scenarios of clocks, redundant links and drained receive queues: S52, S58 and S59. */
final class LinkScenarios {
  private static final long HOUR = 3_600_000L * MS;

  private LinkScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S52", "clocks that are wrong by rate and by hours", 3, 5, LinkScenarios::s52),
        Scenario.of("S58", "two redundant links, one of which flaps", 3, 4, LinkScenarios::s58),
        Scenario.of("S59", "a receive queue drained in any order", 4, 12, LinkScenarios::s59));
  }

  // --- S52 ------------------------------------------------------------------------------------

  /**
   * The engine has no wall clock: time is a parameter, of a monotonic clock with any origin, and
   * the only thing a step of the wall clock could change is that origin between two starts. So a
   * world whose node 1 is an hour ahead, behind, or below zero must do exactly the same.
   */
  private static void s52(ScenarioStage stage, int variant) {
    if (variant >= 2) {
      long shift = variant == 2 ? HOUR : variant == 3 ? -HOUR : -1_000_000L * HOUR;
      long seed = stage.world().options().seed;
      stage.claim(
          timeline(seed, shift).equals(timeline(seed, 0)),
          "a clock's origin changed what happened");
      stage.formRing();
      return;
    }
    stage.world().clockRate(1, variant == 0 ? 900 : 1100);
    stage.world().clockRate(2, variant == 0 ? 1100 : 900);
    stage.formRing();
    stage.load(500 * MS, 60);
    stage.runFor(700 * MS);
    int changes = stage.regulars(1).size();
    stage.runFor(3000 * MS);
    stage.claim(stage.regulars(1).size() == changes, "wrong clocks alone change no membership");
    stage.world().crash(3);
    long lost = stage.world().now();
    stage.awaitRing(1, 2);
    long took = stage.world().now() - lost;
    long bound = (stage.token() + stage.policy().consensusNanos()) * 11 / 9 + 50 * MS;
    stage.claim(took <= bound, "time-outs stretch by more than the clocks: " + took / MS + " ms");
    stage.healWithout(3);
  }

  /** What three nodes see of a ring, a loss, a crash and a return, with node 1's clock shifted. */
  private static List<List<AppEvent>> timeline(long seed, long shiftNanos) {
    World world = new World(new WorldOptions(3, seed), MemberLogic::new, Traces.open(3, null));
    world.process(1).clock().shift(shiftNanos);
    ScenarioStage stage = new ScenarioStage(world, 1_000_000);
    stage.formRing();
    stage.network().model().loss = 0.02;
    stage.load(300 * MS, 60);
    stage.runFor(150 * MS);
    stage.world().crash(1);
    stage.awaitRing(2, 3);
    stage.start(1);
    stage.awaitRing(1, 2, 3);
    List<List<AppEvent>> seen = new ArrayList<>();
    for (int id = 1; id <= 3; id++) {
      seen.add(List.copyOf(world.history(id)));
    }
    world.end();
    return seen;
  }

  // --- S58 ------------------------------------------------------------------------------------

  /** Every packet goes over two links of different delay; a rule takes one away now and then. */
  private static void s58(ScenarioStage stage, int variant) {
    long[] delays = variant % 2 == 0 ? new long[] {MS, 4 * MS} : new long[] {3 * MS, MS / 2};
    boolean[] up = {true, true};
    int[] copies = new int[2];
    stage
        .network()
        .addRule(
            packet -> {
              for (int link = 0; link < 2; link++) {
                if (up[link]) {
                  copies[link]++;
                  stage.world().inject(packet, delays[link]);
                }
              }
              return PacketRule.DROP;
            });
    stage.formRing();
    int changes = stage.regulars(1).size();
    RingId ring = stage.ring(1);
    List<Long> items = new ArrayList<>();
    int flapping = variant / 2;
    for (int flap = 0; flap < 60; flap++) {
      up[flapping] = flap % 2 == 1;
      for (int id = 1; id <= 3; id++) {
        items.add(stage.send(id, 700, flap % 3 == 0));
      }
      stage.runFor((3 + flap % 7 * 9) * MS);
    }
    up[flapping] = true;
    stage.await(stage::drained, 2000 * MS, "all is delivered");
    stage.runFor(100 * MS);
    for (int id = 1; id <= 3; id++) {
      stage.claim(stage.regulars(id).size() == changes, "a flapping link changed the membership");
      stage.claim(stage.messages(id).size() == items.size(), "each message once at " + id);
    }
    stage.claim(ring.equals(stage.ring(1)), "the ring is the same");
    stage.claim(copies[0] > 100 && copies[1] > 100, "both links were used");
    long duplicates = stage.world().counters().get("mcasts_duplicate");
    stage.claim(duplicates > 30, "copies came twice, but " + duplicates + " were noticed");
    stage.claim(stage.world().counters().get("tokens_duplicate") > 30, "tokens too");
    stage.heal();
  }

  // --- S59 ------------------------------------------------------------------------------------

  /**
   * Our driver hands packets on in the order of one socket and drains nothing on its own, so this
   * is what any driver might do: node 2 gets nothing for a while, then all that waited, in each
   * order, among it the joins of node 4 and tokens and data that belong together.
   */
  private static void s59(ScenarioStage stage, int variant) {
    stage.formRing(1, 2, 3);
    stage.runFor(100 * MS);
    BacklogOrder order = BacklogOrder.values()[variant % 4];
    int[] waiting = new int[1];
    boolean[] joins = new boolean[1];
    stage
        .network()
        .addRule(
            packet -> {
              waiting[0] += packet.to() == 2 ? 1 : 0;
              joins[0] |= packet.to() == 2 && packet.from() == 4 && packet.is(Datagram.JOIN);
              return PacketRule.PASS;
            });
    int paused = variant / 4;
    if (paused == 2) {
      // Only node 2 can hear that node 4 is there: its joins exist nowhere but in that queue.
      stage.drop(p -> p.from() == 4 && p.to() != 2 && p.is(Datagram.JOIN) && waiting[0] < 40);
    }
    List<Long> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      items.add(stage.send(1 + i % 3, 900, i % 4 == 0));
    }
    stage.runFor(paused * MS);
    stage.world().pause(2, stage.token() / 3, order);
    stage.start(4);
    long begin = stage.world().now();
    stage.runFor(stage.token() / 3 + 1);
    stage.claim(joins[0], "joins waited in the queue");
    stage.await(
        () -> stage.oneRing(1, 2, 3, 4),
        stage.token() + stage.policy().consensusNanos(),
        "the joins are not lost for good");
    stage.claim(
        stage.world().now() - begin < stage.token() + stage.policy().consensusNanos(),
        "and nobody had to wait for the token time-out first");
    stage.await(stage::drained, stage.token(), "nothing is stuck");
    stage.runFor(50 * MS);
    for (int id = 1; id <= 3; id++) {
      for (long item : items) {
        stage.claim(stage.delivered(item, id), "message " + item + " is lost at " + id);
      }
    }
    stage.claim(stage.world().process(2).backlogDropped() == 0, "the queue was large enough");
    stage.heal();
  }
}
