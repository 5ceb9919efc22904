package io.evs.sim;

import static io.evs.sim.Stage.MS;

import io.evs.RingId;
import java.util.List;

/** Scenarios of restart, pause and storage: S46 to S52, and fragments. */
final class RestartScenarios {
  private static final int LARGE = 100_000;

  private RestartScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of(
            "S46",
            "the representative restarts within the token time-out",
            3,
            6,
            RestartScenarios::s46),
        Scenario.of("S47", "ring sequence lost, torn, older", 3, 4, RestartScenarios::s47),
        Scenario.of("S48", "pauses beyond the token time-out", 4, 12, RestartScenarios::s48),
        Scenario.of("S49", "submits before, between and within", 3, 3, RestartScenarios::s49),
        Scenario.of("S50", "fragments across a configuration change", 3, 4, RestartScenarios::s50),
        Scenario.of("S51", "shutdown inside every state", 3, 4, RestartScenarios::s51),
        Scenario.of("S52", "clocks that run 10 % wrong", 3, 2, RestartScenarios::s52),
        Scenario.of(
            "S55", "a retransmitted message keeps its origin", 3, 1, RestartScenarios::s55));
  }

  private static void s46(Stage stage, int variant) {
    RingId old = stage.formRing();
    stage.load(300 * MS, 60);
    stage.runFor(40 * MS);
    int before = stage.messages(1).size();
    stage.world().crash(1);
    stage.runFor(variant * stage.token() / 7);
    stage.start(1);
    stage.awaitRing(1, 2, 3);
    List<AppEvent.Message> messages = stage.messages(1);
    for (AppEvent.Message message : messages.subList(before, messages.size())) {
      stage.claim(!message.ring().equals(old), "the new incarnation must not act in the old ring");
    }
    stage.claim(stage.ring(1).sequence() > old.sequence(), "no ring id is used again");
    stage.heal();
  }

  private static void s47(Stage stage, int variant) {
    stage.formRing();
    stage.load(200 * MS, 30);
    stage.runFor(100 * MS);
    StateFate fate =
        List.of(StateFate.LOST, StateFate.PREVIOUS, StateFate.LOST, StateFate.LOST).get(variant);
    int first = variant == 2 ? 3 : 1;
    stage.world().crash(first);
    stage.runFor(20 * MS);
    stage.world().start(first, fate);
    if (variant == 3) {
      // Again, while the write of the new value is under way.
      stage.runFor(MS);
      stage.world().crash(first);
      stage.runFor(20 * MS);
      stage.world().start(first);
    }
    stage.awaitRing(1, 2, 3);
    stage.heal();
  }

  private static void s48(Stage stage, int variant) {
    stage.formRing();
    stage.load(1200 * MS, 100);
    stage.runFor(50 * MS);
    BacklogOrder order = BacklogOrder.values()[variant % 4];
    long pause = 4 * stage.token();
    int watcher = 4;
    int changes = stage.regulars(watcher).size();
    switch (variant / 4) {
      case 0 -> stage.world().pause(1, pause, order);
      case 1 -> stage.world().pause(3, pause, order);
      default -> {
        stage.world().pause(2, pause, order);
        stage.world().pause(3, pause, order);
      }
    }
    stage.runFor(pause + MS);
    stage.awaitRing(1, 2, 3, 4);
    // Without the paused, with them, and one in excess.
    int made = stage.regulars(watcher).size() - changes;
    stage.claim(made <= 4, "at most one extra membership, but there were " + made);
    stage.heal();
  }

  private static void s49(Stage stage, int variant) {
    if (variant == 0) {
      stage.start(1, 2, 3);
      long item = stage.send(2, 200, true);
      stage.awaitRing(1, 2, 3);
      stage.await(
          () -> stage.delivery(2, item) != null, 10 * stage.token(), "sent in the first ring");
      return;
    }
    RingId old = stage.formRing();
    long[] item = new long[1];
    if (variant == 1) {
      stage.onState(2, "RECOVERY", 1, () -> item[0] = stage.send(2, 200, true));
      stage.world().crash(3);
    } else {
      stage.world().pause(2);
      item[0] = stage.send(2, 200, false);
      stage.runFor(3 * stage.token());
      stage.world().resume(2, BacklogOrder.TIMERS_FIRST);
    }
    stage.await(() -> item[0] > 0, 20 * stage.token(), "a submit during the change");
    stage.await(() -> stage.delivery(2, item[0]) != null, 20 * stage.token(), "it is delivered");
    stage.claim(stage.messages(2).stream().filter(m -> m.item() == item[0]).count() == 1, "once");
    stage.claim(variant == 2 || !stage.delivery(2, item[0]).ring().equals(old), "in the next ring");
    stage.heal();
  }

  private static void s50(Stage stage, int variant) {
    stage.formRing();
    stage.runFor(50 * MS);
    long half = stage.send(1, LARGE, variant % 2 == 1);
    if (variant < 2) {
      stage.world().crashWithinStep(1, RestartScenarios::withinFragments);
      stage.await(() -> !stage.world().up(1), stage.token(), "the sender dies half way");
      stage.start(1);
    } else {
      int[] seen = {0};
      stage
          .network()
          .addRule(
              packet -> {
                boolean fragment = packet.is(Datagram.MCAST) && packet.from() == 1;
                return fragment && ++seen[0] > 60 ? PacketRule.DROP : PacketRule.PASS;
              });
      stage.await(() -> seen[0] > 60, stage.token(), "half of the fragments are out");
      stage.network().partition(new int[] {1}, new int[] {2, 3});
      stage.await(() -> stage.oneRing(2, 3), 20 * stage.token(), "the others go on");
      stage.network().clean();
    }
    stage.awaitRing(1, 2, 3);
    long next = stage.send(1, LARGE / 2, false);
    stage.await(() -> stage.delivered(next, 1, 2, 3), 10 * stage.token(), "the next is intact");
    for (int id = 1; id <= 3; id++) {
      AppEvent.Message message = stage.delivery(id, half);
      stage.claim(
          variant >= 2 || message == null, "half a message never appears, but did at " + id);
      stage.claim(message == null || message.bytes() == LARGE, "and never in part");
    }
    stage.heal();
  }

  private static int withinFragments(List<Datagram> packets) {
    long data = packets.stream().filter(p -> p != null && p.is(Datagram.MCAST)).count();
    return data >= 10 ? packets.size() / 2 : -1;
  }

  private static void s51(Stage stage, int variant) {
    String state = List.of("OPERATIONAL", "GATHER", "COMMIT", "RECOVERY").get(variant);
    stage.formRing();
    stage.load(200 * MS, 30);
    boolean[] left = new boolean[1];
    stage.onState(
        2,
        state,
        1,
        () -> {
          left[0] = true;
          stage.world().after(0, () -> stage.world().leave(2));
        });
    stage.world().crash(3);
    stage.await(() -> left[0], 20 * stage.token(), "state " + state + " is reached");
    stage.awaitRing(1);
    stage.healWithout(2, 3);
  }

  private static void s52(Stage stage, int variant) {
    stage.world().clockRate(1, variant == 0 ? 900 : 1100);
    stage.world().clockRate(2, variant == 0 ? 1100 : 900);
    stage.formRing();
    stage.load(500 * MS, 60);
    stage.runFor(700 * MS);
    int changes = stage.regulars(1).size();
    stage.runFor(3000 * MS);
    stage.claim(stage.regulars(1).size() == changes, "wrong clocks alone change no membership");
  }

  private static void s55(Stage stage, int variant) {
    stage.formRing();
    stage.runFor(50 * MS);
    // Node 3 gets node 2's message only from node 1, which the token reaches first, and which dies.
    stage.drop(packet -> packet.is(Datagram.MCAST) && packet.from() == 2 && packet.to() == 3);
    long item = stage.send(2, 400, false);
    stage.await(() -> stage.delivery(3, item) != null, 10 * stage.token(), "retransmitted");
    stage.world().crash(1);
    stage.claim(stage.delivery(3, item).sender() == 2, "the origin is the first sender");
    stage.claim(stage.delivery(2, item).sender() == 2, "for itself too");
    stage.heal();
  }
}
