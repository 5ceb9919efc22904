package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.verify.RandomHistory.Delivery;
import io.evs.verify.RandomHistory.Message;
import io.evs.verify.RandomHistory.Step;
import io.evs.verify.RandomHistory.Transition;
import io.evs.verify.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random legal histories pass; with one delivery spoilt they do not. */
class MutationTest {
  private static final int SEEDS = 300;

  private record Spot(int process, int index) {}

  @Test
  void legalHistoriesPass() {
    int tails = 0;
    int gaps = 0;
    int safeInTails = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Report report =
          RandomHistory.check(new RandomHistory(seed, 5, 8, 30).logs(), new Random(seed));
      assertThat(report.violations()).as("seed %d", seed).isEmpty();
      tails += report.exercised().tails();
      gaps += report.exercised().gaps();
      safeInTails += report.exercised().safeInTails();
    }
    assertThat(tails).isGreaterThan(SEEDS);
    assertThat(gaps).isGreaterThan(SEEDS / 10);
    assertThat(safeInTails).isGreaterThan(SEEDS / 10);
  }

  @Test
  void repeatedDeliveryIsFound() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Map<Integer, List<Step>> logs = logs(seed);
      Spot spot = pick(deliveries(logs), seed);
      logs.get(spot.process).add(spot.index + 1, logs.get(spot.process).get(spot.index));
      assertThat(properties(logs, seed)).as("seed %d", seed).isEqualTo("B2");
    }
  }

  @Test
  void swappedDeliveriesAreFound() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Map<Integer, List<Step>> logs = logs(seed);
      List<Spot> spots =
          deliveries(logs).stream()
              .filter(spot -> sameSide(logs.get(spot.process), spot.index))
              .toList();
      Spot spot = pick(spots, seed);
      List<Step> log = logs.get(spot.process);
      log.set(spot.index, log.set(spot.index + 1, log.get(spot.index)));
      assertThat(properties(logs, seed)).as("seed %d", seed).contains("D5");
    }
  }

  @Test
  void droppedDeliveriesAreFound() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Map<Integer, List<Step>> logs = logs(seed);
      List<Spot> spots =
          deliveries(logs).stream()
              .filter(spot -> sameSide(logs.get(spot.process), spot.index))
              .filter(spot -> isRegular(logs, spot) && deliveredByOther(logs, spot))
              .toList();
      Spot spot = pick(spots, seed);
      logs.get(spot.process).remove(spot.index);
      assertThat(properties(logs, seed)).as("seed %d", seed).contains("D6");
    }
  }

  @Test
  void deliveryMovedIntoTheTailIsFound() {
    int moved = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Map<Integer, List<Step>> logs = logs(seed);
      List<Spot> spots =
          deliveries(logs).stream()
              .filter(spot -> isRegular(logs, spot) && isBeforeSharedTransition(logs, spot))
              .toList();
      if (!spots.isEmpty()) {
        moved++;
        Spot spot = pick(spots, seed);
        List<Step> log = logs.get(spot.process);
        log.set(spot.index, log.set(spot.index + 1, log.get(spot.index)));
        assertThat(properties(logs, seed)).as("seed %d", seed).isEqualTo("D2");
      }
    }
    assertThat(moved).isGreaterThan(SEEDS / 2);
  }

  private static Map<Integer, List<Step>> logs(long seed) {
    Map<Integer, List<Step>> copy = new TreeMap<>();
    new RandomHistory(seed, 5, 8, 30)
        .logs()
        .forEach((process, log) -> copy.put(process, new ArrayList<>(log)));
    return copy;
  }

  /** The verdict, after making sure that it does not depend on the order of reading. */
  private static String properties(Map<Integer, List<Step>> logs, long seed) {
    String verdict = Story.properties(RandomHistory.check(logs, new Random(seed)));
    for (int i = 1; i < 4; i++) {
      Report again = RandomHistory.check(logs, new Random(seed + i * 1000L));
      assertThat(Story.properties(again)).as("seed %d", seed).isEqualTo(verdict);
    }
    return verdict;
  }

  private static List<Spot> deliveries(Map<Integer, List<Step>> logs) {
    List<Spot> spots = new ArrayList<>();
    logs.forEach(
        (process, log) -> {
          for (int i = 0; i < log.size(); i++) {
            if (log.get(i) instanceof Delivery) {
              spots.add(new Spot(process, i));
            }
          }
        });
    return spots;
  }

  private static Spot pick(List<Spot> spots, long seed) {
    return spots.get(new Random(seed).nextInt(spots.size()));
  }

  private static boolean sameSide(List<Step> log, int index) {
    return index + 1 < log.size()
        && log.get(index) instanceof Delivery first
        && log.get(index + 1) instanceof Delivery second
        && first.ring().equals(second.ring())
        && first.tail() == second.tail();
  }

  private static boolean isRegular(Map<Integer, List<Step>> logs, Spot spot) {
    return logs.get(spot.process).get(spot.index) instanceof Delivery delivery && !delivery.tail();
  }

  private static boolean deliveredByOther(Map<Integer, List<Step>> logs, Spot spot) {
    Message message = ((Delivery) logs.get(spot.process).get(spot.index)).message();
    return logs.entrySet().stream()
        .filter(entry -> entry.getKey() != spot.process)
        .flatMap(entry -> entry.getValue().stream())
        .anyMatch(
            step ->
                step instanceof Delivery delivery
                    && !delivery.tail()
                    && delivery.message().equals(message));
  }

  private static boolean isBeforeSharedTransition(Map<Integer, List<Step>> logs, Spot spot) {
    List<Step> log = logs.get(spot.process);
    if (spot.index + 1 == log.size()
        || !(log.get(spot.index + 1) instanceof Transition transition)) {
      return false;
    }
    return logs.entrySet().stream()
        .anyMatch(entry -> entry.getKey() != spot.process && entry.getValue().contains(transition));
  }
}
