package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Attacker;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.net.SimRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Scenarios of somebody without the key who attacks a ring in envelopes: S60 to S62. That no packet
 * is accepted twice, from elsewhere, or of an earlier start is checked of every sealed run.
 */
final class SealedScenarios {
  private static final int OWN = Attacker.OWN + 500;
  private static final long FLOODED = 10_000 * MS;

  private SealedScenarios() {}

  static List<Scenario> all() {
    return List.of(
        sealed("S60", "challenges and answers that are relayed", 1, (s, v) -> relayed(s)),
        sealed("S61", "answers held back until a later start", 2, SealedScenarios::heldBack),
        sealed("S62", "a flood while a node starts", 4, SealedScenarios::flooded));
  }

  private static Scenario sealed(String name, String title, int variants, Scenario.Body body) {
    return Scenario.of(name, title, 3, variants, body)
        .tuned((world, variant) -> world.sealed = true);
  }

  /** The attacker gives node 1 packets of node 2 as his, and passes on what is asked. */
  private static void relayed(ScenarioStage stage) {
    stage.formRing();
    int rings = stage.regulars(1).size();
    List<Datagram> seen = new ArrayList<>();
    stage
        .network()
        .addRule(
            packet -> {
              if (packet.from() == 2 && packet.to() == 1) {
                seen.add(packet);
              } else if (packet.from() == 2 && packet.to() == 3) {
                stage.world().inject(packet.replayed(OWN, 1), MS);
              }
              return PacketRule.PASS;
            });
    stage
        .network()
        .outside(
            packet -> {
              if (packet.isAnswer()) {
                stage.world().inject(packet.replayed(OWN, 1), 50 * MS);
                seen.forEach(each -> stage.world().inject(each.replayed(OWN, 1), 60 * MS));
              } else {
                stage.world().inject(packet.replayed(OWN, 2), MS);
                stage.world().inject(packet.replayed(1, 2), MS);
              }
            });
    for (int i = 0; i < 20; i++) {
      long item = stage.send(1 + i % 3, 500, i % 2 == 0);
      stage.await(() -> stage.delivered(item, 1, 2, 3), stage.token(), "a message is delivered");
      stage.runFor(50 * MS);
    }
    stage.claim(counter(stage, "security_rejected_relayed") > 0, "node 2 is asked for another");
    stage.claim(stage.regulars(1).size() == rings, "the ring is not disturbed");
  }

  /** Node 1 starts over and asks node 2, whose answers come when node 2 has restarted, too. */
  private static void heldBack(ScenarioStage stage, int variant) {
    stage.formRing();
    List<Datagram> held = new ArrayList<>();
    List<Datagram> seen = new ArrayList<>();
    PacketRule recorder =
        stage
            .network()
            .addRule(
                packet -> {
                  if (packet.from() != 2 || packet.to() != 1) {
                    return PacketRule.PASS;
                  }
                  (packet.isAnswer() ? held : seen).add(packet);
                  // Either its answers alone do not arrive, or nothing does.
                  return variant == 1 || packet.isAnswer() ? PacketRule.DROP : PacketRule.PASS;
                });
    stage.world().crash(1);
    stage.start(1);
    if (variant == 1) {
      seen.forEach(each -> stage.world().inject(each, 0));
    }
    stage.await(() -> held.size() > 2 || seen.size() > 40, 10 * stage.token(), "answers are held");
    stage.world().crash(2);
    stage.network().removeRule(recorder);
    stage.start(2);
    stage.awaitRing(1, 2, 3);
    int rings = stage.regulars(1).size();
    for (int i = 0; i < 20; i++) {
      held.forEach(each -> stage.world().inject(each, MS));
      seen.forEach(each -> stage.world().inject(each, 2 * MS));
      seen.forEach(each -> stage.world().inject(each.replayed(OWN, 1), 2 * MS));
      long item = stage.send(2, 500, true);
      stage.await(() -> stage.delivered(item, 1, 2, 3), stage.token(), "a message is delivered");
      stage.runFor(100 * MS);
    }
    stage.claim(stage.regulars(1).size() == rings, "the ring is not disturbed");
  }

  /**
   * Node 2 starts while node 1 is flooded: from the ports of one host; from another port of node
   * 2's host; under the address of node 2; and under that of node 3, which is a member.
   */
  private static void flooded(ScenarioStage stage, int variant) {
    stage.formRing(1, 3);
    int rings = stage.regulars(1).size();
    List<Datagram> samples = new ArrayList<>();
    PacketRule recorder =
        stage
            .network()
            .addRule(
                packet -> {
                  if (packet.from() == 3 && packet.length() > 0) {
                    samples.add(packet);
                  }
                  return PacketRule.PASS;
                });
    stage.await(() -> samples.size() > 10, 10 * stage.token(), "packets are seen");
    stage.network().removeRule(recorder);
    SimRandom random = new SimRandom(stage.world().options().seed).split(variant);
    boolean[] over = new boolean[1];
    flood(stage, variant, samples, random, over);
    stage.runFor(stage.token());
    stage.claim(stage.regulars(1).size() == rings, "the flood alone changes nothing");
    stage.start(2);
    stage.await(() -> stage.oneRing(1, 2, 3), FLOODED, "node 2 comes in");
    stage.claim(counter(stage, "security_rejected_forged") > 100, "the flood arrives");
    over[0] = true;
  }

  private static void flood(
      ScenarioStage stage, int variant, List<Datagram> samples, SimRandom random, boolean[] over) {
    if (over[0]) {
      return;
    }
    for (int i = 0; i < 2; i++) {
      int from =
          switch (variant) {
            case 0 -> OWN + Attacker.OTHER_PORT * random.nextInt(100);
            case 1 -> 2 + Attacker.OTHER_PORT;
            case 2 -> 2;
            default -> 3;
          };
      Datagram sample = samples.get(random.nextInt(samples.size()));
      stage.world().inject(sample.forged(random).replayed(from, 1), 0);
    }
    stage.world().after(MS, () -> flood(stage, variant, samples, random, over));
  }

  private static long counter(ScenarioStage stage, String name) {
    return stage.world().counters().getOrDefault(name, 0L);
  }
}
