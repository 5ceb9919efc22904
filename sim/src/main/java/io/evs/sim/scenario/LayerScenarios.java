package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.AppEvent;
import java.util.ArrayList;
import java.util.List;

/** Scenarios of the layers above the ring: S50 (fragments) and S57 (state exchange). */
final class LayerScenarios {
  private static final int LARGE = 100_000;
  private static final int LARGER = 200_000;
  private static final String OPERATIONAL = "OPERATIONAL";

  private LayerScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S50", "fragments across a configuration change", 3, 6, LayerScenarios::s50),
        Scenario.of(
            "S57", "a node comes and goes within a state exchange", 4, 5, LayerScenarios::s57));
  }

  // --- S50 ------------------------------------------------------------------------------------

  private static void s50(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    stage.runFor(50 * MS);
    switch (variant) {
      case 0, 1 -> senderDies(stage, variant == 1);
      case 2, 3 -> senderGoesAway(stage, variant == 3);
      default -> cutByTransitional(stage, old, variant == 5);
    }
    long next = stage.send(1, LARGE / 2, false);
    stage.await(() -> stage.delivered(next, 1, 2, 3), 10 * stage.token(), "the next is intact");
    stage.heal();
  }

  /** Half of the fragments are out when the sender dies: the message never appears. */
  private static void senderDies(ScenarioStage stage, boolean safe) {
    long half = stage.send(1, LARGE, safe);
    stage.world().crashWithinStep(1, LayerScenarios::withinFragments);
    stage.await(() -> !stage.world().up(1), stage.token(), "the sender dies half way");
    stage.start(1);
    stage.awaitRing(1, 2, 3);
    for (int id = 1; id <= 3; id++) {
      stage.claim(stage.delivery(id, half) == null, "half a message appeared at " + id);
    }
  }

  private static int withinFragments(List<Datagram> packets) {
    long data = packets.stream().filter(p -> p != null && p.is(Datagram.MCAST)).count();
    return data >= 10 ? packets.size() / 2 : -1;
  }

  /** The others lack the second half: they get the whole message or nothing of it. */
  private static void senderGoesAway(ScenarioStage stage, boolean safe) {
    long half = stage.send(1, LARGE, safe);
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
    stage.awaitRing(1, 2, 3);
    for (int id = 1; id <= 3; id++) {
      AppEvent.Message message = stage.delivery(id, half);
      stage.claim(message == null || message.bytes() == LARGE, "a part was delivered at " + id);
    }
    stage.claim(stage.delivery(1, half) != null, "the sender has its own message");
  }

  /**
   * All fragments have their numbers and the first are delivered as safe when the ring ends: the
   * transitional configuration comes between the fragments, and the message after it, whole.
   */
  private static void cutByTransitional(ScenarioStage stage, RingId old, boolean other) {
    int sender = other ? 3 : 1;
    long item = stage.send(sender, LARGER, true);
    boolean[] last = new boolean[1];
    stage.drop(
        packet -> {
          boolean of = packet.ring().equals(old);
          boolean fragment = of && packet.is(Datagram.MCAST) && packet.from() == sender;
          last[0] |= fragment && packet.length() > 500 && packet.length() < 1300;
          return last[0] && of && packet.is(Datagram.TOKEN);
        });
    stage.await(() -> last[0], stage.token(), "the last fragment is sent");
    stage.claim(stage.delivery(sender, item) == null, "it is not safe yet");
    stage.await(
        () -> !old.equals(stage.ring(1)) && stage.oneRing(1, 2, 3),
        10 * stage.token(),
        "a new ring");
    long parts = stage.world().counters().get("packets_delivered");
    stage.claim(parts > 3 * LARGER / 1400, "all fragments are delivered");
    for (int id = 1; id <= 3; id++) {
      AppEvent.Message message = stage.delivery(id, item);
      stage.claim(message != null, "the message is lost at " + id + " although all have it");
      stage.claim(message.bytes() == LARGER && message.ring().equals(old), "whole, in its ring");
      stage.claim(stage.deliveredInTail(id, item), "after the transitional configuration");
    }
    stage.network().clean();
  }

  // --- S57 ------------------------------------------------------------------------------------

  private static void s57(ScenarioStage stage, int variant) {
    stage.formRing();
    for (int id : stage.all()) {
      stage.world().joinGroup(id);
    }
    stage.await(() -> groupIs(stage, 1, 1, 2, 3, 4), stage.token(), "all are in the group");
    // Node 4 goes and comes, and tells its groups in the exchange of the merged ring.
    if (variant < 3) {
      stage.network().partition(new int[] {1, 2, 3}, new int[] {4});
      stage.awaitRing(1, 2, 3);
    } else {
      stage.world().crash(4);
      stage.start(4);
      stage.world().joinGroup(4);
    }
    List<Datagram> exchange = stage.capture(packet -> packet.is(Datagram.MCAST));
    int watched = variant % 3 == 0 ? 1 : 4;
    for (int round = 0; round < 5; round++) {
      RingId before = stage.ring(1);
      boolean[] gone = new boolean[1];
      goesIn(stage, watched, before, gone, variant == 1);
      stage.network().connectAll();
      stage.start(4);
      stage.world().joinGroup(4);
      stage.await(() -> gone[0], 60 * stage.token(), "node 4 goes within the exchange");
      stage.awaitRing(1, 2, 3);
      stage.await(() -> groupIs(stage, 1, 1, 2, 3), 2 * stage.token(), "no ghost at 1");
      stage.replay(List.copyOf(exchange));
      exchange.clear();
      stage.runFor(20 * MS);
      for (int id = 1; id <= 3; id++) {
        stage.claim(groupIs(stage, id, 1, 2, 3), "a ghost in the group at " + id);
        noGhostSinceItLeft(stage, id);
      }
      long item = stage.send(1 + round % 3, 200, true);
      stage.await(() -> stage.delivered(item, 1, 2, 3), stage.token(), "the application flows");
    }
    stage.heal();
    stage.awaitRing(1, 2, 3, 4);
    stage.world().joinGroup(4);
    stage.await(
        () ->
            groupIs(stage, 1, 1, 2, 3, 4)
                && groupIs(stage, 3, 1, 2, 3, 4)
                && groupIs(stage, 4, 1, 2, 3, 4),
        4 * stage.token(),
        "and back it is in the group everywhere");
  }

  /** Node 4 goes as soon as the watched node has installed a ring with it. */
  private static void goesIn(
      ScenarioStage stage, int watched, RingId before, boolean[] gone, boolean gracefully) {
    stage.when(
        () ->
            stage.in(watched, OPERATIONAL)
                && !before.equals(stage.ring(watched))
                && stage.members(watched).equals(List.of(1, 2, 3, 4)),
        () -> {
          gone[0] = true;
          if (gracefully) {
            stage.world().leave(4);
          } else {
            stage.world().crash(4);
          }
        });
  }

  private static boolean groupIs(ScenarioStage stage, int id, Integer... members) {
    List<Integer> last = new ArrayList<>();
    for (AppEvent event : stage.world().history(id)) {
      if (event instanceof AppEvent.Groups groups) {
        last = groups.members();
      }
    }
    return last.equals(List.of(members));
  }

  /**
   * After a configuration without node 4 no view of the group has it until it is a member again.
   */
  private static void noGhostSinceItLeft(ScenarioStage stage, int id) {
    boolean member = true;
    for (AppEvent event : stage.world().history(id)) {
      if (event instanceof AppEvent.Regular regular) {
        member = regular.members().contains(4);
      } else if (event instanceof AppEvent.Groups groups) {
        stage.claim(member || !groups.members().contains(4), "node 4 is in the group at " + id);
      }
    }
  }
}
