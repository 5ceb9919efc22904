package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Scenarios of who takes whom for failed: S25, S27 and S28. */
final class SuspicionScenarios {
  private static final int FLAPS = 200;
  private static final int LINKS = 6;
  private static final int ORDERS = 720;
  private static final int[][] LINKS_OF_THREE = {{1, 2}, {1, 3}, {2, 1}, {2, 3}, {3, 1}, {3, 2}};

  private SuspicionScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S25", "a node that flaps 200 times", 3, 3, SuspicionScenarios::s25),
        Scenario.of(
            "S27", "members suspect different nodes", 5, ORDERS + 3, SuspicionScenarios::s27),
        Scenario.of("S28", "one is left of five, and five again", 5, 2, SuspicionScenarios::s28));
  }

  // --- S25 ------------------------------------------------------------------------------------

  private static void s25(ScenarioStage stage, int variant) {
    stage.formRing();
    long consensus = stage.policy().consensusNanos();
    long period = (long) (consensus * new double[] {0.3, 1, 3}[variant]);
    // Whether a gap is long enough for a ring without the flapping node, even on probation's terms.
    boolean stableGaps = period >= stage.token() + consensus;
    for (int i = 0; i < FLAPS; i++) {
      long before = stage.ring(1).sequence();
      stage.world().crash(3);
      long first = stage.send(1, 100, false);
      stage.runFor(period);
      stage.claim(!stableGaps || stage.delivered(first, 1, 2), "no delivery in gap " + i);
      stage.claim(!stableGaps || stage.oneRing(1, 2), "no ring of the rest in gap " + i);
      stage.world().start(3);
      long second = stage.send(2, 100, true);
      stage.runFor(period);
      stage.claim(!stableGaps || stage.delivered(second, 1, 2), "no delivery after start " + i);
      stage.claim(!stableGaps || stage.ring(1).sequence() > before, "the ring sequence grows");
    }
    stage.await(stage::drained, 20 * stage.token(), "the rest delivers");
    stage.awaitRing(1, 2, 3);
    stage.runFor(4 * consensus);
    RingId ring = stage.ring(1);
    stage.claim(ring.sequence() < 1_000_000, "ring sequence " + ring + " grew without measure");
    stage.runFor(20 * consensus);
    stage.claim(ring.equals(stage.ring(1)), "stable once the node stays");
    stage.world().crash(3);
    stage.awaitRing(1, 2);
    ring = stage.ring(1);
    stage.runFor(20 * consensus);
    stage.claim(ring.equals(stage.ring(1)), "stable once the node stays away");
    stage.healWithout(3);
  }

  // --- S27 ------------------------------------------------------------------------------------

  /** Looks at every join: failed lists only grow in a Gather, and nobody lists itself. */
  private static final class ListWatch implements PacketRule {
    private final ScenarioStage stage;
    private final Map<Integer, List<Integer>> failed = new HashMap<>();
    private final Set<List<Integer>> different = new HashSet<>();
    private String complaint;

    ListWatch(ScenarioStage stage) {
      this.stage = stage;
      for (int id = 1; id <= stage.nodes(); id++) {
        watchGather(id);
      }
    }

    private void watchGather(int id) {
      for (String state : List.of("COMMIT", "RECOVERY", "OPERATIONAL", "DOWN")) {
        forget(id, state);
      }
    }

    private void forget(int id, String state) {
      stage.onState(
          id,
          state,
          1,
          () -> {
            failed.remove(id);
            forget(id, state);
          });
    }

    @Override
    public long verdict(Datagram packet) {
      if (packet.is(Datagram.JOIN) && !packet.isLeave()) {
        int from = packet.from();
        List<Integer> now = packet.failedList();
        List<Integer> before = failed.put(from, now);
        different.add(now);
        if (now.contains(from)) {
          complaint = from + " takes itself for failed";
        } else if (before != null && !now.containsAll(before)) {
          complaint = "the failed list of " + from + " shrank from " + before + " to " + now;
        } else if (!packet.processorList().containsAll(now)) {
          complaint = from + " lists failed nodes it does not know: " + now;
        }
      }
      return PASS;
    }
  }

  private static void s27(ScenarioStage stage, int variant) {
    boolean three = variant < ORDERS;
    int[] nodes = three ? new int[] {1, 2, 3} : stage.all();
    RingId old = stage.formRing(nodes);
    ListWatch watch = new ListWatch(stage);
    stage.network().addRule(watch);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
    // Joins that are not heard make their senders suspect.
    int[][] unheard =
        three
            ? new int[][] {{2, 1}, {1, 3}}
            : new int[][][] {
                  {{4, 1}, {4, 2}, {1, 3}, {1, 5}},
                  {{5, 1}, {5, 2}, {5, 3}, {2, 4}, {1, 5}},
                  {{2, 1}, {3, 2}, {4, 3}, {5, 4}, {1, 5}}
                }
                [variant - ORDERS];
    for (int[] link : unheard) {
      stage.network().model(link[0], link[1]).typeLoss[Datagram.JOIN] = 1;
    }
    stage.await(
        () -> watch.different.stream().filter(list -> !list.isEmpty()).count() >= 2,
        4 * stage.token() + 4 * stage.policy().consensusNanos(),
        "members suspect different nodes");
    int[] order = order(variant % ORDERS);
    for (int[] link : unheard) {
      stage.network().model(link[0], link[1]).typeLoss[Datagram.JOIN] = 0;
    }
    for (int i = 0; i < LINKS; i++) {
      int[] link = LINKS_OF_THREE[i];
      stage.network().model(link[0], link[1]).baseNanos = (1 + 4L * order[i]) * MS;
    }
    stage.runFor(2 * stage.policy().consensusNanos());
    stage.network().clean();
    stage.network().addRule(watch);
    stage.awaitRing(nodes);
    stage.claim(watch.complaint == null, watch.complaint);
    stage.claim(stage.regulars(1).size() <= 8, "few rings come in between");
    stage.heal();
    stage.awaitRing(stage.all());
    stage.claim(watch.complaint == null, watch.complaint);
  }

  /** The k-th order of the links. */
  private static int[] order(int k) {
    int[] order = new int[LINKS];
    List<Integer> left = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    int rest = k;
    for (int i = 0; i < LINKS; i++) {
      order[i] = left.remove(rest % left.size());
      rest /= LINKS - i;
    }
    return order;
  }

  // --- S28 ------------------------------------------------------------------------------------

  private static void s28(ScenarioStage stage, int variant) {
    stage.formRing();
    if (variant == 0) {
      for (int id = 5; id > 1; id--) {
        stage.world().crash(id);
        stage.awaitRing(IntStream.range(1, id).toArray());
      }
    } else {
      stage.network().partition(new int[] {1});
      stage.awaitRing(1);
      for (int id = 2; id <= 5; id++) {
        stage.world().crash(id);
      }
      stage.network().connectAll();
    }
    stage.runFor(500 * MS);
    Set<Integer> alive = new HashSet<>(Set.of(1));
    Set<Integer> stale = new HashSet<>();
    stage
        .network()
        .addRule(
            packet -> {
              for (int id : packet.processorList()) {
                if (!alive.contains(id)) {
                  stale.add(id);
                }
              }
              return PacketRule.PASS;
            });
    for (int id = 2; id <= 5; id++) {
      int count = id;
      alive.add(id);
      stage.start(id);
      stage.await(
          () -> stage.oneRing(IntStream.rangeClosed(1, count).toArray()),
          stage.policy().consensusNanos(),
          "a ring of " + id + " without waiting for those that are gone");
      stage.claim(stale.isEmpty(), "nodes that are gone were listed: " + stale);
      stage.claim(stage.members(1).size() == id, "and no other is a member");
    }
    stage.heal();
  }
}
