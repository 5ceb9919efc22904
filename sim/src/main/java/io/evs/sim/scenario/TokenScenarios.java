package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Scenarios of the token and of data: S1 to S14. */
final class TokenScenarios {
  private static final int MAX_ACCELERATION = 6;

  private TokenScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S1", "a token lost at every hop, once and for good", 3, 3, TokenScenarios::s1),
        Scenario.of("S2", "a retransmitted token arrives after the next", 3, 6, TokenScenarios::s2),
        s3(),
        Scenario.of("S4", "the last packets before silence are lost", 3, 3, TokenScenarios::s4),
        Scenario.of("S5", "a member gets tokens but no data", 3, 1, TokenScenarios::s5)
            .with(values -> values.failRecvConst = 30),
        Scenario.of("S6", "a member falls far behind", 3, 1, TokenScenarios::s6),
        Scenario.of("S7", "retransmit flood at 40 % data loss", 4, 1, TokenScenarios::s7)
            .with(values -> values.rtrEntriesMax = 30),
        Scenario.of("S10", "a submit on an idle ring", 3, 3, TokenScenarios::s10),
        Scenario.of("S12", "tokens for the wrong node and old tokens", 4, 1, TokenScenarios::s12),
        s13(),
        s14());
  }

  private static void s1(ScenarioStage stage, int from) {
    stage.formRing();
    stage.load(400 * MS, 60);
    stage.runFor(50 * MS);
    int changes = stage.regulars(1).size();
    int hop = from + 1;
    int[] left = stage.dropFirst(1, packet -> packet.is(Datagram.TOKEN) && packet.from() == hop);
    stage.await(() -> left[0] == 0, stage.token(), "a token was sent");
    stage.runFor(200 * MS);
    stage.claim(
        stage.regulars(1).size() == changes, "one lost token must not change the membership");
    RingId ring = stage.ring(1);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(ring));
    stage.await(
        () -> stage.oneRing(1, 2, 3) && !ring.equals(stage.ring(1)),
        10 * stage.token(),
        "a new ring of the same members");
    stage.claim(
        stage.transitionals(1).get(stage.transitionals(1).size() - 1).members().size() == 3,
        "all three must go together");
    stage.heal();
  }

  private static void s2(ScenarioStage stage, int from) {
    if (from >= 3) {
      s2Lost(stage, from - 2);
      return;
    }
    stage.formRing();
    int changes = stage.regulars(1).size();
    stage.load(300 * MS, 30);
    List<Datagram> tokens =
        stage.capture(packet -> packet.is(Datagram.TOKEN) && packet.from() == from + 1);
    for (int i = 0; i < 40; i++) {
      stage.runFor(7 * MS);
      stage.replay(List.copyOf(tokens));
      tokens.clear();
    }
    stage.claim(stage.regulars(1).size() == changes, "old tokens must not change the membership");
    stage.heal();
  }

  /** The token is lost, but copies of the last one keep coming: they do not put the loss off. */
  private static void s2Lost(ScenarioStage stage, int victim) {
    stage.formRing();
    stage.load(100 * MS, 20);
    List<Datagram> tokens =
        stage.capture(packet -> packet.is(Datagram.TOKEN) && packet.to() == victim);
    stage.runFor(50 * MS);
    List<Datagram> last = List.of(tokens.get(tokens.size() - 1));
    stage.drop(
        packet -> packet.is(Datagram.TOKEN) || (packet.is(Datagram.JOIN) && packet.to() == victim));
    for (int i = 0; i < 13; i++) {
      stage.runFor(stage.token() / 10);
      stage.replay(last);
    }
    stage.claim(!stage.in(victim, "OPERATIONAL"), "repeated tokens must not put the loss off");
    stage.heal();
  }

  private static Scenario s3() {
    Scenario.Body body =
        (stage, variant) -> {
          stage.network().model().multicastExtraNanos = 4 * MS;
          stage.formRing();
          stage.load(300 * MS, 60);
          stage.runFor(600 * MS);
          stage.await(stage::drained, 1000 * MS, "all is delivered");
          long requests = stage.world().counters().get("retransmit_requests");
          stage.claim(variant == 1 || requests == 0, "late is not missing with a count of five");
          stage.claim(variant == 0 || requests > 0, "with a count of one it is requested");
        };
    return Scenario.of("S3", "multicasts slower than the token", 3, 2, body)
        .tuned(
            (world, variant) -> world.ring(values -> values.missCountConst = variant == 0 ? 5 : 1));
  }

  private static void s4(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.runFor(300 * MS);
    int changes = stage.regulars(1).size();
    int sender = variant + 1;
    Set<String> seen = new HashSet<>();
    stage.drop(
        packet ->
            packet.is(Datagram.MCAST)
                && packet.from() == sender
                && seen.add(packet.seq() + " " + packet.to()));
    long first = stage.send(sender, 300, false);
    long second = stage.send(sender, 1300, true);
    stage.await(
        () -> stage.delivered(first, 1, 2, 3) && stage.delivered(second, 1, 2, 3),
        stage.token(),
        "the lost tail is requested and delivered");
    stage.claim(stage.regulars(1).size() == changes, "no membership change is needed");
    stage.heal();
  }

  private static void s5(ScenarioStage stage, int variant) {
    stage.formRing();
    for (int from = 1; from <= 2; from++) {
      stage.network().model(from, 3).typeLoss[Datagram.MCAST] = 1;
    }
    stage.load(2000 * MS, 100);
    stage.await(
        () -> stage.oneRing(1, 2) && !stage.members(3).contains(1),
        60 * stage.token(),
        "the deaf member is out, the others go on");
    long item = stage.send(1, 100, true);
    stage.await(() -> stage.delivered(item, 1, 2), 20 * stage.token(), "the others make progress");
    stage.claim(
        stage.world().counters().get("failed_to_receive") > 0,
        "the deaf member noticed that it receives nothing");
    stage.heal();
    stage.awaitRing(1, 2, 3);
  }

  private static void s6(ScenarioStage stage, int variant) {
    stage.formRing();
    RingId ring = stage.ring(1);
    stage.network().model(1, 3).bytesPerSecond = 400_000;
    stage.network().model(2, 3).bytesPerSecond = 400_000;
    stage.network().model(1, 3).queueBytes = 20_000;
    stage.network().model(2, 3).queueBytes = 20_000;
    for (int i = 0; i < 1000; i++) {
      stage.send(1 + i % 2, 1200, false);
    }
    stage.runFor(1000 * MS);
    stage.network().clean();
    stage.await(stage::drained, 10_000 * MS, "the member that was behind catches up");
    stage.await(
        () -> stage.messages(3).size() >= 1000 || !ring.equals(stage.ring(3)),
        1000 * MS,
        "and has everything");
    stage.claim(ring.equals(stage.ring(1)), "without a membership change");
  }

  private static void s7(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.network().model().typeLoss[Datagram.MCAST] = 0.4;
    for (int id = 1; id <= 4; id++) {
      stage.sendMany(id, 150);
    }
    stage.await(stage::drained, 60_000 * MS, "goodput above nothing");
    stage.heal();
  }

  private static void s10(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.runFor(1000 * MS);
    if (variant == 1) {
      stage.dropFirst(2, packet -> packet.is(Datagram.HOLD_CANCEL));
    } else if (variant == 2) {
      stage.runFor(13 * MS);
    }
    long item = stage.send(3, 100, false);
    long bound = variant == 1 ? stage.policy().holdNanos() + 20 * MS : 12 * MS;
    stage.await(() -> stage.delivered(item, 1, 2, 3), bound, "the hold ends for a submit");
    stage.heal();
  }

  private static void s12(ScenarioStage stage, int variant) {
    stage.formRing();
    int changes = stage.regulars(1).size();
    stage.load(400 * MS, 80);
    stage
        .network()
        .addRule(
            packet -> {
              if (packet.is(Datagram.TOKEN)) {
                for (int to = 1; to <= 4; to++) {
                  if (to != packet.to() && to != packet.from()) {
                    Datagram stray = new Datagram(packet.from(), to, packet.bytes());
                    stage.world().inject(stray, (to % 2 == 0 ? 1 : 12) * MS);
                  }
                }
              }
              return PacketRule.PASS;
            });
    stage.runFor(600 * MS);
    stage.claim(stage.regulars(1).size() == changes, "stray tokens must be ignored");
    stage.heal();
  }

  private static Scenario s13() {
    Scenario.Body body =
        (stage, variant) -> {
          stage.formRing();
          for (int id = 1; id <= 3; id++) {
            stage.sendMany(id, 4);
          }
          for (int i = 0; i < 12; i++) {
            stage.send(2, 1300, i % 3 == 0);
            stage.send(3, 1300, false);
          }
          stage.world().crashWithinStep(2, packets -> afterToken(packets, variant));
          stage.await(() -> !stage.world().up(2), stage.token(), "the sender dies after the token");
          stage.awaitRing(1, 3);
          stage.heal();
        };
    return Scenario.of("S13", "accelerated: death after the token", 3, MAX_ACCELERATION + 1, body)
        .with(values -> values.acceleratedWindow = MAX_ACCELERATION);
  }

  /** Where to cut: so many packets after the token of a step that has data after it. */
  private static int afterToken(List<Datagram> packets, int count) {
    for (int i = 0; i < packets.size(); i++) {
      Datagram packet = packets.get(i);
      boolean dataFollows =
          i + 1 < packets.size()
              && packets.get(i + 1) != null
              && packets.get(i + 1).is(Datagram.MCAST);
      if (packet != null && packet.is(Datagram.TOKEN) && dataFollows) {
        return i + 1 + count;
      }
    }
    return -1;
  }

  private static Scenario s14() {
    Scenario.Body body =
        (stage, variant) -> {
          RingId old = stage.formRing(1, 2, 3);
          boolean[] late = new boolean[1];
          stage
              .network()
              .addRule(
                  packet -> {
                    boolean sinceCommit =
                        stage.in(packet.from(), "COMMIT") || stage.in(packet.from(), "RECOVERY");
                    late[0] |=
                        packet.is(Datagram.MCAST)
                            && !packet.encapsulated()
                            && packet.ring().equals(old)
                            && sinceCommit;
                    return PacketRule.PASS;
                  });
          for (int i = 0; i < 60; i++) {
            stage.send(1 + i % 3, 1200, false);
          }
          stage.runFor(variant * MS / 2);
          int changes = stage.regulars(1).size();
          stage.start(4);
          stage.awaitRing(1, 2, 3, 4);
          stage.claim(!late[0], "no data of the old ring is multicast after Commit");
          stage.claim(stage.regulars(1).size() <= changes + 3, "no further Gather at the others");
          stage.heal();
        };
    return Scenario.of("S14", "accelerated: a join between token and data", 4, 10, body)
        .with(values -> values.acceleratedWindow = MAX_ACCELERATION);
  }
}
