package io.evs.sim;

import io.evs.sim.scenario.Scenario;
import io.evs.sim.world.WorldOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Prints what rings of several sizes cost in virtual time and bytes: forming, idling for ten
 * seconds, the loss of an eighth of the members, a partition in halves that heals. Arguments: the
 * sizes (default: 3 16 32 64 128). Latency and loss are those of {@link WorldOptions#of}.
 */
final class RingSizeTable {
  private static final long IDLE_SECONDS = 10;
  private static final long SECOND = 1_000_000_000L;

  private RingSizeTable() {}

  /** Runs one world for each size. */
  public static void main(String[] args) {
    int[] sizes =
        args.length == 0
            ? new int[] {3, 16, 32, 64, 128}
            : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
    System.out.println(
        "| members | form | bytes to form | idle packets/s per member | idle bytes/s per member"
            + " | an eighth lost to new ring | merge of halves |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (int size : sizes) {
      Scenario scenario =
          Scenario.of("size", "ring of " + size, size, 1, (stage, variant) -> play(stage, size));
      SimResult result = scenario.run(1);
      if (!result.ok()) {
        throw new IllegalStateException(result.summary());
      }
    }
  }

  private static void play(ScenarioStage stage, int size) {
    long consensus = stage.policy().consensusNanos();
    int[] all = IntStream.rangeClosed(1, size).toArray();
    long begin = stage.world().now();
    stage.start(all);
    stage.await(() -> stage.oneRing(all), 8 * consensus, "one ring");
    final long formed = stage.world().now() - begin;
    final long formBytes = stage.network().bytes();
    // What was under way when the last member installed the ring is not idling yet.
    stage.runFor(SECOND);
    long packets = stage.network().sent();
    long bytes = stage.network().bytes();
    stage.runFor(IDLE_SECONDS * SECOND);
    packets = stage.network().sent() - packets;
    bytes = stage.network().bytes() - bytes;
    int left = size - Math.max(1, size / 8);
    int[] rest = IntStream.rangeClosed(1, left).toArray();
    begin = stage.world().now();
    for (int id = left + 1; id <= size; id++) {
      stage.world().crash(id);
    }
    stage.await(() -> stage.oneRing(rest), stage.token() + 8 * consensus, "the rest");
    final long lost = stage.world().now() - begin;
    int[] lower = Arrays.copyOfRange(rest, 0, left / 2);
    int[] upper = Arrays.copyOfRange(rest, left / 2, left);
    stage.network().partition(lower, upper);
    stage.await(
        () -> stage.oneRing(lower) && stage.oneRing(upper),
        stage.token() + 8 * consensus,
        "two halves");
    stage.network().connectAll();
    begin = stage.world().now();
    stage.await(() -> stage.oneRing(rest), 40 * consensus, "they merge");
    final long merged = stage.world().now() - begin;
    System.out.printf(
        Locale.ROOT,
        "| %d | %.0f ms | %,d | %.0f | %,.0f | %.0f ms | %.0f ms |%n",
        size,
        formed / 1e6,
        formBytes,
        (double) packets / IDLE_SECONDS / size,
        (double) bytes / IDLE_SECONDS / size,
        lost / 1e6,
        merged / 1e6);
  }
}
