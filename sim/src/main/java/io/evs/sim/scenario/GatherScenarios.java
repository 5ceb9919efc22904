package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Scenarios of Gather and Commit: S15 to S29. */
final class GatherScenarios {
  private static final int HOPS = 6;

  private GatherScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S15", "simultaneous start", 16, 4, GatherScenarios::s15),
        Scenario.of("S16", "a join reaches only one member", 4, 3, GatherScenarios::s16),
        Scenario.of(
            "S17", "stale joins that list each other as failed", 3, 12, GatherScenarios::s17),
        Scenario.of("S18", "old joins replayed in every state", 3, 4, GatherScenarios::s18),
        Scenario.of("S19", "the representative dies in Commit", 4, 4, GatherScenarios::s19),
        Scenario.of(
            "S20", "commit token lost or doubled at each hop", 3, 3 * HOPS, GatherScenarios::s20),
        Scenario.of("S21", "the commit token of a failed attempt", 3, 4, GatherScenarios::s21),
        Scenario.of("S22", "two attempts with one sequence", 4, 1, GatherScenarios::s22),
        Scenario.of("S23", "three-way merge under traffic", 6, 2, GatherScenarios::s23),
        Scenario.of("S24", "merge of idle and of busy rings", 4, 2, GatherScenarios::s24),
        Scenario.of("S26", "rolling restart", 3, 1, GatherScenarios::s26),
        Scenario.of("S29", "graceful leave", 4, 5, GatherScenarios::s29));
  }

  private static void s15(ScenarioStage stage, int variant) {
    int count = new int[] {2, 5, 9, 16}[variant];
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      int id = i + 1;
      ids[i] = id;
      long jitter = variant % 2 == 0 ? 0 : i * stage.policy().joinNanos() / count;
      stage.world().after(jitter, () -> stage.world().start(id));
    }
    stage.runFor(stage.policy().joinNanos());
    stage.await(
        () -> stage.oneRing(ids), 4 * stage.policy().consensusNanos(), "one ring of " + count);
  }

  private static void s16(ScenarioStage stage, int variant) {
    stage.formRing(1, 2, 3);
    int hearing = variant + 1;
    PacketRule rule =
        stage.drop(
            packet -> packet.is(Datagram.JOIN) && packet.from() == 4 && packet.to() != hearing);
    stage.start(4);
    stage.await(
        () ->
            !stage.in(1, "OPERATIONAL")
                && !stage.in(2, "OPERATIONAL")
                && !stage.in(3, "OPERATIONAL"),
        stage.token() / 2,
        "all gather promptly");
    stage.network().removeRule(rule);
    stage.awaitRing(1, 2, 3, 4);
  }

  private static void s17(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.load(200 * MS, 30);
    stage.runFor(30 * MS);
    stage.network().partition(new int[] {1}, new int[] {2}, new int[] {3});
    stage.world().crash(3);
    long consensus = stage.policy().consensusNanos();
    stage.runFor(stage.token() + consensus * (85 + 3 * variant) / 100);
    int changes = stage.regulars(1).size();
    stage.network().connectAll();
    stage.awaitRing(1, 2);
    stage.claim(stage.regulars(1).size() - changes <= 4, "they merge without ping-pong");
    stage.healWithout(3);
  }

  private static void s18(ScenarioStage stage, int variant) {
    List<Datagram> joins = stage.capture(packet -> packet.is(Datagram.JOIN));
    stage.formRing();
    String state = List.of("OPERATIONAL", "GATHER", "COMMIT", "RECOVERY").get(variant);
    List<Datagram> old = List.copyOf(joins);
    stage.load(300 * MS, 30);
    stage.runFor(100 * MS);
    if (variant == 0) {
      RingId ring = stage.ring(1);
      stage.replay(old);
      stage.runFor(300 * MS);
      stage.claim(ring.equals(stage.ring(1)), "joins from before the ring must not disturb it");
    } else {
      for (int id = 1; id <= 2; id++) {
        stage.onState(id, state, 1, () -> stage.replay(old));
      }
      stage.world().crash(3);
      stage.awaitRing(1, 2);
      stage.healWithout(3);
    }
    stage.claim(stage.regulars(1).size() <= 6, "stale joins must not make many rings");
  }

  private static void s19(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.load(300 * MS, 40);
    stage.runFor(60 * MS);
    RingId[] failed = new RingId[1];
    stage
        .network()
        .addRule(
            packet -> {
              if (packet.is(Datagram.COMMIT) && packet.from() == 1 && failed[0] == null) {
                failed[0] = packet.ring();
              }
              return PacketRule.PASS;
            });
    switch (variant) {
      case 0 -> stage.world().crashWithinStep(1, packets -> commitAt(packets, 0));
      case 1 -> stage.world().crashWithinStep(1, packets -> commitAt(packets, 1));
      case 2 -> stage.onState(3, "COMMIT", 1, () -> stage.world().crash(1));
      default -> stage.onState(1, "RECOVERY", 1, () -> stage.world().crash(1));
    }
    stage.world().crash(4);
    stage.await(() -> !stage.world().up(1), 10 * stage.token(), "the representative dies");
    stage.awaitRing(2, 3);
    stage.claim(
        failed[0] == null || stage.ring(2).sequence() > failed[0].sequence(),
        "the next ring is above the failed attempt");
    stage.healWithout(1, 4);
  }

  private static int commitAt(List<Datagram> packets, int after) {
    for (int i = 0; i < packets.size(); i++) {
      if (packets.get(i) != null && packets.get(i).is(Datagram.COMMIT)) {
        return i + after;
      }
    }
    return -1;
  }

  private static void s20(ScenarioStage stage, int variant) {
    int hop = variant % HOPS;
    int mode = variant / HOPS;
    Set<String> hops = new HashSet<>();
    stage
        .network()
        .addRule(
            packet -> {
              boolean fresh =
                  packet.is(Datagram.COMMIT)
                      && packet.commitMembers() == 3
                      && hops.add(packet.ring() + " " + packet.tokenSeq());
              if (!fresh || hops.size() != hop + 1) {
                return PacketRule.PASS;
              }
              if (mode == 0) {
                return PacketRule.DROP;
              }
              stage.world().inject(packet, mode == 1 ? 2 * MS : 25 * MS);
              return PacketRule.PASS;
            });
    stage.start(1, 2, 3);
    stage.await(
        () -> stage.oneRing(1, 2, 3),
        stage.policy().consensusNanos() + stage.token() / 2,
        "a lost or doubled commit token costs less than the token time-out");
    stage.load(100 * MS, 30);
    stage.runFor(200 * MS);
    stage.claim(stage.regulars(1).size() <= 4, "one token comes of it");
  }

  private static void s21(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.load(300 * MS, 20);
    stage.runFor(40 * MS);
    RingId ring = stage.ring(1);
    List<Datagram> captured = new ArrayList<>();
    boolean[] replayed = new boolean[1];
    boolean[] sentOn = new boolean[1];
    stage
        .network()
        .addRule(
            packet -> {
              boolean commit = packet.is(Datagram.COMMIT);
              if (commit && captured.isEmpty() && packet.commitIndex() == 1) {
                captured.add(packet);
              }
              if (!commit || !packet.ring().equals(captured.get(0).ring())) {
                return PacketRule.PASS;
              }
              sentOn[0] |= replayed[0] && packet.from() == 2;
              // In the last variant node 2 takes part in the attempt, which fails at node 3.
              boolean lost = variant < 3 || packet.from() != 1;
              return lost ? PacketRule.DROP : PacketRule.PASS;
            });
    PacketRule noToken =
        stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(ring));
    stage.await(() -> !captured.isEmpty(), 10 * stage.token(), "an attempt that fails");
    stage.network().removeRule(noToken);
    String state = List.of("GATHER", "COMMIT", "RECOVERY", "GATHER").get(variant);
    for (int id = variant == 3 ? 2 : 1; id <= 3; id++) {
      stage.onState(
          id,
          state,
          1,
          () -> {
            replayed[0] = true;
            stage.replay(captured);
          });
    }
    stage.awaitRing(1, 2, 3);
    stage.claim(variant < 3 || !sentOn[0], "a commit token of the same attempt is not taken twice");
    for (int id = 1; id <= 3; id++) {
      stage.claim(
          !stage.installed(id, captured.get(0).ring()),
          "the failed attempt's ring is never installed");
    }
    stage.heal();
  }

  private static void s22(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.load(100 * MS, 40);
    stage.runFor(50 * MS);
    List<Datagram> sent = stage.capture(packet -> !packet.is(Datagram.TOKEN));
    stage.network().partition(new int[] {1, 2}, new int[] {3, 4});
    stage.await(
        () -> stage.oneRing(1, 2) && stage.oneRing(3, 4), 20 * stage.token(), "two components");
    stage.claim(!stage.ring(1).equals(stage.ring(3)), "ring ids differ");
    // What one component sent reaches the other now, as if the switch had kept it.
    for (Datagram packet : List.copyOf(sent)) {
      boolean across = packet.from() <= 2 != packet.to() <= 2;
      if (across) {
        stage.world().inject(packet, 0);
      }
    }
    stage.runFor(100 * MS);
    stage.heal();
    stage.awaitRing(1, 2, 3, 4);
  }

  private static void s23(ScenarioStage stage, int variant) {
    stage.network().partition(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6});
    stage.start(1, 2, 3, 4, 5, 6);
    stage.await(
        () -> stage.oneRing(1, 2) && stage.oneRing(3, 4) && stage.oneRing(5, 6),
        20 * stage.token(),
        "three rings");
    stage.load(600 * MS, 120);
    stage.runFor(100 * MS);
    int changes = stage.regulars(1).size();
    if (variant == 0) {
      stage.network().connectAll();
    } else {
      stage.network().partition(new int[] {1, 2, 3, 4}, new int[] {5, 6});
      for (int id = 1; id <= 6; id++) {
        stage.onState(id, "COMMIT", 1, () -> stage.world().after(MS, stage.network()::connectAll));
      }
    }
    stage.awaitRing(1, 2, 3, 4, 5, 6);
    for (int id = 1; id <= 6; id++) {
      stage.claim(stage.regulars(id).size() - changes <= 6, "at most a few rings in between");
    }
    stage.heal();
  }

  private static void s24(ScenarioStage stage, int variant) {
    stage.network().partition(new int[] {1, 2}, new int[] {3, 4});
    stage.start(1, 2, 3, 4);
    stage.await(() -> stage.oneRing(1, 2) && stage.oneRing(3, 4), 20 * stage.token(), "two rings");
    stage.runFor(500 * MS);
    if (variant == 1) {
      // So much that no rotation is without new messages.
      stage.load(3000 * MS, 12_000);
      stage.runFor(100 * MS);
    }
    stage.network().connectAll();
    stage.await(
        () -> stage.oneRing(1, 2, 3, 4),
        4 * stage.policy().mergeNanos() + 2 * stage.policy().consensusNanos(),
        "the rings find each other");
    stage.heal();
  }

  private static void s26(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.world().leave(3);
    stage.awaitRing(1, 2);
    stage.start(3);
    stage.awaitRing(1, 2, 3);
    stage.world().leave(2);
    stage.awaitRing(1, 3);
    stage.start(2);
    stage.awaitRing(1, 2, 3);
    stage.world().leave(1);
    stage.awaitRing(2, 3);
    stage.healWithout(1);
  }

  private static void s29(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.load(100 * MS, 20);
    stage.runFor(120 * MS);
    switch (variant) {
      case 0 -> stage.world().leave(4);
      case 1 -> stage.world().leave(1);
      case 2 -> {
        stage.drop(Datagram::isLeave);
        stage.world().leave(4);
      }
      case 3 -> {
        stage.world().leave(2);
        stage.world().leave(3);
        stage.world().leave(4);
      }
      default -> {
        List<Datagram> leaves = stage.capture(Datagram::isLeave);
        stage.world().leave(4);
        stage.awaitRing(1, 2, 3);
        stage.start(4);
        stage.awaitRing(1, 2, 3, 4);
        RingId ring = stage.ring(1);
        stage.replay(List.copyOf(leaves));
        stage.runFor(100 * MS);
        stage.claim(ring.equals(stage.ring(1)), "an old leave must not evict the new incarnation");
      }
    }
    int[] rest =
        variant == 1 ? new int[] {2, 3, 4} : variant == 3 ? new int[] {1} : new int[] {1, 2, 3};
    if (variant < 4) {
      long bound = variant == 2 ? 10 * stage.token() : stage.token() / 2;
      stage.await(() -> stage.oneRing(rest), bound, "the others form a ring without it");
    }
    stage.heal();
  }
}
