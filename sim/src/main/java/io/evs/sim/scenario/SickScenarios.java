package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.sim.ScenarioStage;
import io.evs.sim.world.AppEvent;
import java.util.Arrays;
import java.util.List;

/**
 * Scenarios of one member or link that is bad and stays bad: S31 to S33. What is claimed here is
 * the guarantee of docs/reliability.md, "What one bad member can do".
 */
final class SickScenarios {
  /** Consensus time-outs in a window; within each the healthy must make progress. */
  private static final int WINDOW = 10;

  private static final int WINDOWS = 10;

  /** Ring changes in a window: while probation grows, and when it has reached its longest. */
  private static final int CHANGES_FIRST = 8;

  private static final int CHANGES_LATER = 2;

  private static final int[][] PAIRS = {{1, 2}, {1, 3}, {1, 4}, {2, 3}, {2, 4}, {3, 4}};

  private SickScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S31", "a link that works one way only, for ever", 4, 12, SickScenarios::s31),
        Scenario.of("S32", "one pair cut, for ever", 4, 6, SickScenarios::s32),
        Scenario.of("S33", "a deaf node that talks, for ever", 4, 4, SickScenarios::s33));
  }

  private static void s31(ScenarioStage stage, int variant) {
    stage.formRing();
    int[] pair = PAIRS[variant % 6];
    int from = pair[variant / 6];
    int to = pair[1 - variant / 6];
    int changes = stage.regulars(from).size();
    stage.network().cut(from, to, true);
    boolean tokenPath = to == from % 4 + 1;
    healthyGoOn(stage, others(stage, pair));
    if (!tokenPath) {
      // The token never needs the bad link: others send again what is lost on it.
      stage.claim(stage.oneRing(stage.all()), "all four stay together");
      stage.claim(stage.regulars(from).size() == changes, "and no membership change is needed");
    }
    stage.heal();
  }

  private static void s32(ScenarioStage stage, int variant) {
    stage.formRing();
    int[] pair = PAIRS[variant];
    stage.network().cutPair(pair[0], pair[1]);
    int[] outside = others(stage, pair);
    healthyGoOn(stage, outside);
    int neighbours = 0;
    for (int id : pair) {
      neighbours += stage.members(outside[0]).contains(id) ? 1 : 0;
    }
    boolean inTokenOrder = pair[1] == pair[0] + 1 || pair[1] - pair[0] == 3;
    stage.claim(
        neighbours == 1 || (neighbours == 2 && !inTokenOrder),
        "the healthy settle with one of the pair, or with both if no token passes between them");
    stage.heal();
  }

  private static void s33(ScenarioStage stage, int variant) {
    stage.formRing();
    int deaf = variant + 1;
    for (int id : stage.all()) {
      if (id != deaf) {
        stage.network().cut(id, deaf, true);
      }
    }
    int[] healthy = others(stage, deaf);
    healthyGoOn(stage, healthy);
    stage.claim(stage.oneRing(healthy), "the healthy are one ring without it");
    stage.claim(stage.members(deaf).equals(List.of(deaf)), "the deaf is alone");
    stage.heal();
  }

  private static int[] others(ScenarioStage stage, int... bad) {
    return Arrays.stream(stage.all())
        .filter(id -> Arrays.stream(bad).noneMatch(other -> other == id))
        .toArray();
  }

  /** In every window each healthy node's safe message reaches all healthy nodes. */
  private static void healthyGoOn(ScenarioStage stage, int[] healthy) {
    long consensus = stage.policy().consensusNanos();
    long begin = stage.world().now();
    for (int window = 0; window < WINDOWS; window++) {
      int[] before = Arrays.stream(healthy).map(id -> stage.regulars(id).size()).toArray();
      long[] items = Arrays.stream(healthy).mapToLong(id -> stage.send(id, 300, true)).toArray();
      stage.runFor(WINDOW * consensus);
      for (int i = 0; i < healthy.length; i++) {
        stage.claim(
            stage.delivered(items[i], healthy),
            "no progress of " + healthy[i] + " in window " + window);
        int changes = stage.regulars(healthy[i]).size() - before[i];
        stage.claim(
            changes <= (window < 2 ? CHANGES_FIRST : CHANGES_LATER),
            changes + " ring changes at " + healthy[i] + " in window " + window);
      }
    }
    for (int id : healthy) {
      staysTogether(stage, id, healthy, begin);
    }
  }

  /** After the first windows nobody healthy is shut out, and rings last. */
  private static void staysTogether(ScenarioStage stage, int id, int[] healthy, long begin) {
    long settled = begin + 2 * WINDOW * stage.policy().consensusNanos();
    long longest = 0;
    long last = begin;
    for (AppEvent.Regular regular : stage.regulars(id)) {
      if (regular.timeNanos() < settled) {
        last = Math.max(last, regular.timeNanos());
        continue;
      }
      longest = Math.max(longest, regular.timeNanos() - last);
      last = regular.timeNanos();
      for (int other : healthy) {
        stage.claim(
            regular.members().contains(other), id + " lost " + other + " in " + regular.members());
      }
    }
    longest = Math.max(longest, stage.world().now() - last);
    stage.claim(
        longest >= WINDOW * stage.policy().consensusNanos(),
        "no ring lasted longer than " + longest / MS + " ms at " + id);
  }
}
