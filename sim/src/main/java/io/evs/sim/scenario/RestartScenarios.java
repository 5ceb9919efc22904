package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.world.AppEvent;
import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.StorageAfterRestart;
import java.util.List;

/** Scenarios of restart, pause and storage: S46 to S52, and fragments. */
final class RestartScenarios {
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
        Scenario.of("S51", "shutdown inside every state", 3, 4, RestartScenarios::s51),
        Scenario.of(
            "S55", "a retransmitted message keeps its origin", 3, 1, RestartScenarios::s55));
  }

  private static void s46(ScenarioStage stage, int variant) {
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

  private static void s47(ScenarioStage stage, int variant) {
    stage.formRing();
    stage.load(200 * MS, 30);
    stage.runFor(100 * MS);
    StorageAfterRestart fate =
        List.of(
                StorageAfterRestart.LOST,
                StorageAfterRestart.PREVIOUS,
                StorageAfterRestart.LOST,
                StorageAfterRestart.LOST)
            .get(variant);
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

  private static void s48(ScenarioStage stage, int variant) {
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

  private static void s49(ScenarioStage stage, int variant) {
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

  private static void s51(ScenarioStage stage, int variant) {
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

  private static void s55(ScenarioStage stage, int variant) {
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
