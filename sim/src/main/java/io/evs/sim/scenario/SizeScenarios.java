package io.evs.sim.scenario;

import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import java.util.List;
import java.util.stream.IntStream;

/** Rings of many members: S56. */
final class SizeScenarios {
  private static final int[] SIZES = {64, 128};
  private static final int MTU = 1500;

  private SizeScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S56", "64 and 128 members form, lose and merge", 128, 2, SizeScenarios::s56));
  }

  private static void s56(ScenarioStage stage, int variant) {
    int size = SIZES[variant];
    long consensus = stage.policy().consensusNanos();
    int[] largest = new int[6];
    stage
        .network()
        .addRule(
            packet -> {
              int type = packet.type();
              largest[type] = Math.max(largest[type], packet.length());
              return PacketRule.PASS;
            });
    int[] all = IntStream.rangeClosed(1, size).toArray();
    stage.start(all);
    stage.await(() -> stage.oneRing(all), 4 * consensus, "one ring of " + size);
    stage.claim(
        size < 128 || largest[Datagram.COMMIT] > MTU, "the commit token is larger than a packet");
    goodNews(stage, all);
    int[] rest = IntStream.rangeClosed(1, size - size / 8).toArray();
    for (int id = rest.length + 1; id <= size; id++) {
      stage.world().crash(id);
    }
    stage.await(() -> stage.oneRing(rest), stage.token() + 6 * consensus, "the rest goes on");
    goodNews(stage, rest);
    int[] lower = IntStream.rangeClosed(1, size / 2).toArray();
    int[] upper = IntStream.rangeClosed(size / 2 + 1, rest.length).toArray();
    stage.network().partition(lower, upper);
    stage.await(
        () -> stage.oneRing(lower) && stage.oneRing(upper),
        stage.token() + 8 * consensus,
        "two components");
    stage.network().connectAll();
    stage.await(() -> stage.oneRing(rest), 40 * consensus, "they merge");
    goodNews(stage, rest);
    stage.claim(
        largest[Datagram.JOIN] <= 33 + 4 * 2 * size + 64, "joins are no larger than needed");
  }

  /** Safe messages of the first and the last reach all. */
  private static void goodNews(ScenarioStage stage, int[] members) {
    long first = stage.send(members[0], 300, true);
    long last = stage.send(members[members.length - 1], 300, true);
    stage.await(
        () -> stage.delivered(first, members) && stage.delivered(last, members),
        4 * stage.token(),
        "safe messages reach all " + members.length);
  }
}
