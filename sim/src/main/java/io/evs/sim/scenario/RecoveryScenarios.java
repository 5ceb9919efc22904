package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.AppEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Scenarios of Recovery: S30 to S45. */
final class RecoveryScenarios {
  private static final String RECOVERY = "RECOVERY";
  private static final String OPERATIONAL = "OPERATIONAL";

  private RecoveryScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S30", "four of five stop during recovery", 5, 3, RecoveryScenarios::s30),
        Scenario.of("S34", "99.9 % loss, then heal", 3, 1, RecoveryScenarios::s34),
        Scenario.of(
            "S35", "the token is lost at each visit of Recovery", 4, 20, RecoveryScenarios::s35),
        Scenario.of("S36", "recovery interrupted again and again", 5, 5, RecoveryScenarios::s36),
        Scenario.of("S38", "a gap at the end", 4, 2, RecoveryScenarios::s38),
        Scenario.of("S39", "safe messages pending at the change", 3, 2, RecoveryScenarios::s39),
        Scenario.of("S40", "much to recover", 3, 3, RecoveryScenarios::s40),
        Scenario.of("S41", "full-size messages in recovery", 3, 1, RecoveryScenarios::s41),
        Scenario.of(
            "S43", "old data late in Commit, Recovery, new ring", 4, 3, RecoveryScenarios::s43));
  }

  private static void s30(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.load(200 * MS, 60);
    stage.runFor(40 * MS);
    String state = List.of(RECOVERY, "COMMIT", RECOVERY).get(variant);
    int watched = variant == 2 ? 1 : 5;
    boolean[] stopped = new boolean[1];
    stage.onState(
        watched,
        state,
        1,
        () -> {
          stopped[0] = true;
          stage.world().crash(1);
          stage.world().crash(2);
          stage.start(1, 2, 3, 4);
        });
    stage.world().crash(3);
    stage.world().crash(4);
    stage.await(() -> stopped[0], 10 * stage.token(), "two more stop during recovery");
    stage.awaitRing(1, 2, 3, 4, 5);
    stage.heal();
  }

  private static void s34(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.network().model().loss = 0.999;
    for (int id = 1; id <= 3; id++) {
      stage.sendMany(id, 10);
    }
    stage.runFor(60_000 * MS);
    stage.heal();
    stage.awaitRing(1, 2, 3);
    long sequence = stage.ring(1).sequence();
    stage.claim(sequence < 1_000_000, "ring sequence " + sequence + " grew without measure");
  }

  /**
   * A ring whose fourth member dies: of its messages one is lost to all, which leaves a hole, and
   * of those before and behind it each is missing somewhere, so that there is much to recover.
   */
  static RingId ringWithGaps(ScenarioStage stage) {
    RingId ring = stage.formRing();
    stage.runFor(50 * MS);
    Set<Integer> ofFour = new LinkedHashSet<>();
    int[] hole = new int[1];
    stage.drop(
        packet -> {
          if (!packet.is(Datagram.MCAST) || !packet.ring().equals(ring)) {
            return false;
          }
          if (packet.origin() == 4 && ofFour.add(packet.seq()) && ofFour.size() == 3) {
            hole[0] = packet.seq();
          }
          return (packet.seq() + packet.to()) % 3 == 0 || packet.seq() == hole[0];
        });
    for (int i = 0; i < 30; i++) {
      stage.send(1 + i % 4, 900, i % 3 == 0);
    }
    stage.await(() -> hole[0] != 0, stage.token(), "messages are missing");
    for (int i = 0; i < 9; i++) {
      stage.send(1 + i % 3, 900, i % 2 == 0);
    }
    stage.runFor(5 * MS);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(ring));
    stage.world().crash(4);
    return ring;
  }

  private static void s35(ScenarioStage stage, int visit) {
    RingId old = ringWithGaps(stage);
    RingId[] doomed = new RingId[1];
    int[] passed = {0};
    Set<String> seen = new HashSet<>();
    stage.drop(
        packet -> {
          if (!packet.is(Datagram.TOKEN) || packet.ring().equals(old)) {
            return false;
          }
          if (doomed[0] == null) {
            doomed[0] = packet.ring();
          }
          if (!packet.ring().equals(doomed[0])) {
            return false;
          }
          if (seen.add(packet.from() + " " + packet.tokenSeq())) {
            passed[0]++;
          }
          return passed[0] > visit;
        });
    stage.await(
        () ->
            stage.oneRing(1, 2, 3)
                && !stage.ring(1).equals(old)
                && !stage.ring(1).equals(doomed[0]),
        60 * stage.token(),
        "a second attempt recovers");
    stage.claim(doomed[0] != null, "recovery was interrupted");
    stage.healWithout(4);
  }

  private static void s36(ScenarioStage stage, int times) {
    RingId old = ringWithGaps(stage);
    int[] left = {times + 1};
    interrupt(stage, left);
    stage.await(
        () -> left[0] == 0 || stage.ring(1).sequence() > old.sequence(),
        60 * stage.token(),
        "recovery was interrupted");
    stage.await(
        () -> !stage.transitionals(1).isEmpty() && !old.equals(stage.ring(1)),
        60 * stage.token(),
        "the old ring is left");
    AppEvent.Transitional leaving = null;
    for (AppEvent.Transitional transitional : stage.transitionals(1)) {
      if (transitional.left().equals(old)) {
        leaving = transitional;
      }
    }
    stage.claim(leaving != null, "the transitional configuration leaves the original ring");
    stage.claim(!leaving.members().contains(4), "and has no member that was lost on the way");
    stage.healWithout(4);
  }

  private static void interrupt(ScenarioStage stage, int[] left) {
    stage.onState(
        1,
        RECOVERY,
        1,
        () -> {
          if (left[0]-- <= 0) {
            left[0] = 0;
            return;
          }
          if (stage.world().up(5)) {
            stage.world().crash(5);
          } else {
            stage.start(5);
          }
          interrupt(stage, left);
        });
  }

  /** Node 4 sends three messages of which the second is lost; node 3 (or 4) sends a fourth. */
  private static void s38(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    stage.runFor(100 * MS);
    List<Integer> fromFour = new ArrayList<>();
    stage.drop(
        packet -> {
          if (!packet.is(Datagram.MCAST) || packet.origin() != 4 || !packet.ring().equals(old)) {
            return false;
          }
          if (!fromFour.contains(packet.seq())) {
            fromFour.add(packet.seq());
          }
          return fromFour.indexOf(packet.seq()) == 1;
        });
    // A change of guarantee keeps each message in a packet of its own.
    long before = stage.send(4, 1300, false);
    long hole = stage.send(4, 1300, true);
    long behind = stage.send(4, 1300, false);
    stage.world().crashWithinStep(4, RecoveryScenarios::afterDataAndToken);
    stage.await(() -> !stage.world().up(4), stage.token(), "the sender dies");
    // The token that the dead sent on has still to reach node 3.
    long alive = stage.send(3, 1200, variant == 1);
    stage.awaitRing(1, 2, 3);
    stage.runFor(50 * MS);
    for (int id = 1; id <= 3; id++) {
      stage.claim(stage.delivery(id, before) != null, "before the gap is delivered at " + id);
      stage.claim(stage.delivery(id, hole) == null, "the hole is not delivered at " + id);
      stage.claim(stage.delivery(id, behind) == null, "nothing of the dead after it at " + id);
      AppEvent.Message last = stage.delivery(id, alive);
      stage.claim(last != null, "a living sender's message is delivered at " + id);
      stage.claim(
          !last.ring().equals(old) || stage.deliveredInTail(id, alive),
          "after the gap is the tail");
    }
    long next = stage.send(1, 100, true);
    stage.await(() -> stage.delivered(next, 1, 2, 3), stage.token(), "no residue in the new ring");
    stage.healWithout(4);
  }

  private static int afterDataAndToken(List<Datagram> packets) {
    int data = 0;
    for (int i = 0; i < packets.size(); i++) {
      Datagram packet = packets.get(i);
      if (packet != null && packet.is(Datagram.MCAST)) {
        data++;
      }
      if (packet != null && packet.is(Datagram.TOKEN) && data >= 3) {
        return i + 1;
      }
    }
    return -1;
  }

  private static void s39(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    stage.runFor(50 * MS);
    long safe = stage.send(1, 500, true);
    long agreed = stage.send(1, 500, false);
    // The token that carried the message to all is the last one: nobody learns that it is safe.
    Set<Integer> gone = new HashSet<>();
    boolean[] sent = new boolean[1];
    stage.drop(
        packet -> {
          boolean ofRing = packet.ring().equals(old);
          sent[0] |= packet.is(Datagram.MCAST) && ofRing && packet.origin() == 1;
          if (sent[0] && ofRing && packet.is(Datagram.TOKEN)) {
            gone.add(packet.tokenSeq());
            return true;
          }
          return false;
        });
    stage.await(() -> !gone.isEmpty(), stage.token(), "the token is lost after the message");
    stage.runFor(20 * MS);
    if (variant == 0) {
      stage.network().partition(new int[] {1, 2}, new int[] {3});
    } else {
      stage.world().crash(3);
    }
    stage.awaitRing(1, 2);
    for (int id = 1; id <= 2; id++) {
      stage.claim(stage.deliveredInTail(id, safe), "safe is delivered after T at " + id);
      stage.claim(stage.deliveredInTail(id, agreed), "agreed waits behind it at " + id);
    }
    stage.heal();
  }

  private static void s40(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    int count = new int[] {220, 520, 900}[variant];
    PacketRule rule =
        stage.drop(
            packet -> packet.is(Datagram.MCAST) && packet.ring().equals(old) && packet.to() == 2);
    for (int i = 0; i < count; i++) {
      stage.send(1, 1200, i % 10 == 0);
    }
    stage.runFor(100 * MS);
    stage.network().removeRule(rule);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
    stage.world().crash(3);
    stage.awaitRing(1, 2);
    stage.await(stage::drained, 5000 * MS, "no lock-up");
    stage.healWithout(3);
  }

  private static void s41(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    stage.drop(
        packet ->
            packet.is(Datagram.MCAST)
                && packet.ring().equals(old)
                && packet.seq() % 2 == packet.to() % 2);
    for (int i = 0; i < 60; i++) {
      stage.send(1 + i % 2, 1300 + 3 * i, false);
    }
    stage.runFor(30 * MS);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
    stage.world().crash(3);
    stage.awaitRing(1, 2);
    stage.healWithout(3);
  }

  private static void s43(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    List<Datagram> data =
        stage.capture(
            packet ->
                packet.is(Datagram.MCAST) && (packet.encapsulated() || packet.ring().equals(old)));
    ringWithGapsIn(stage, old);
    String state = List.of("COMMIT", RECOVERY, OPERATIONAL).get(variant);
    for (int id = 1; id <= 3; id++) {
      stage.onState(id, state, 1, () -> stage.replay(List.copyOf(data)));
    }
    stage.awaitRing(1, 2, 3);
    stage.runFor(100 * MS);
    RingId ring = stage.ring(1);
    stage.replay(List.copyOf(data));
    stage.runFor(200 * MS);
    for (int id = 1; id <= 3; id++) {
      stage.claim(ring.equals(stage.ring(id)), "old data of members of my ring makes no Gather");
    }
    stage.healWithout(4);
  }

  private static void ringWithGapsIn(ScenarioStage stage, RingId ring) {
    stage.drop(
        packet ->
            packet.is(Datagram.MCAST)
                && packet.ring().equals(ring)
                && (packet.seq() + packet.to()) % 3 == 0);
    for (int i = 0; i < 24; i++) {
      stage.send(1 + i % 4, 900, i % 3 == 0);
    }
    stage.runFor(12 * MS);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(ring));
    stage.world().crash(4);
  }

  /** S44: two rings of which one is far ahead, and one member lacks what the other delivered. */
  static void unequalRings(ScenarioStage stage, int variant) {
    stage.network().partition(new int[] {1, 2}, new int[] {3, 4});
    stage.start(1, 2, 3, 4);
    stage.await(() -> stage.oneRing(1, 2) && stage.oneRing(3, 4), 20 * stage.token(), "two rings");
    for (int i = 0; i < 600; i++) {
      stage.send(1 + i % 2, 1200, i % 7 == 0);
    }
    stage.await(stage::drained, 10_000 * MS, "one ring is far ahead");
    if (variant == 0) {
      stage.network().model().loss = 0.1;
    } else {
      // Of the ring that is behind, one member has delivered what the other lacks.
      stage.drop(packet -> packet.is(Datagram.MCAST) && packet.to() == 4 && !packet.encapsulated());
    }
    for (int i = 0; i < 40; i++) {
      stage.send(1 + i % 4, 1200, variant == 0 && i % 3 == 0);
    }
    stage.runFor(8 * MS);
    stage.network().connectAll();
    if (variant == 1) {
      // What is lost of the new ring comes again: only the old ring's loss is to last.
      stage.onState(4, RECOVERY, 1, stage.network()::clean);
    }
    stage.awaitRing(1, 2, 3, 4);
    stage.heal();
  }
}
