package io.evs.cli.bench.run;

import io.evs.cli.bench.result.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param sizes payload sizes in bytes
 * @param writes messages of each sender at the first size; empty if the duration limits a run
 * @param decay by what that number is multiplied from size to size
 * @param duration time for which each sender sends
 * @param warmup time for which senders send before the first run, unmeasured; empty for as long as
 *     the rate grows
 * @param safe whether the guarantee is safe
 * @param allSend whether every member sends
 * @param perSecond messages of each sender per second; 0 for as many as possible
 * @param interval how often to report within a run
 * @param atHalf which sizes get an open loop at half of their maximum behind the others
 */
public record BenchPlan(
    List<Integer> sizes,
    Optional<Long> writes,
    double decay,
    Optional<Duration> duration,
    Optional<Duration> warmup,
    boolean safe,
    boolean allSend,
    long perSecond,
    Optional<Duration> interval,
    AtHalf atHalf) {

  /** The longest open loop at half of the maximum: enough for its percentiles. */
  private static final Duration HALF_MAX = Duration.ofSeconds(10);

  private static final Duration HALF_MIN = Duration.ofMillis(200);

  /** Sizes whose latency at half of the maximum is measured, too. */
  public enum AtHalf {
    /** The first one. */
    FIRST,
    /** All of them. */
    ALL,
    /** None. */
    NONE
  }

  /** Whether that size gets an open loop behind the others. */
  public boolean isAtHalf(int index) {
    return perSecond == 0 && (atHalf == AtHalf.ALL || (atHalf == AtHalf.FIRST && index == 0));
  }

  /** Messages of each sender for the run of that number, from 0. */
  long writesOf(int run) {
    long count = writes.orElse(0L);
    for (int i = 0; i < run; i++) {
      count = (long) (count * decay);
    }
    return writes.isPresent() ? Math.max(1, count) : 0;
  }

  /** The START of the run of that number. */
  public Control.Start start(int number, int index, int members) {
    return new Control.Start(
        number,
        sizes.get(index),
        safe,
        allSend,
        members,
        writesOf(index),
        duration.map(Duration::toNanos).orElse(0L),
        perSecond);
  }

  /** The START of an unmeasured run. */
  Control.Start warmup(int number, int members, Duration length) {
    return new Control.Start(
        number, sizes.get(0), safe, allSend, members, 0, length.toNanos(), perSecond);
  }

  /** The START of an open loop at half of what a run reached, about as long as that was. */
  public Control.Start half(int number, int members, RunResult full) {
    Duration measured = Duration.ofMillis((long) (full.seconds() * 1e3));
    Duration wanted = duration.orElse(measured);
    Duration bounded = wanted.compareTo(HALF_MAX) > 0 ? HALF_MAX : wanted;
    Duration length = bounded.compareTo(HALF_MIN) < 0 ? HALF_MIN : bounded;
    long each = (long) (full.writesPerSecond() / 2 / (allSend ? members : 1));
    return new Control.Start(
        number, full.bytes(), safe, allSend, members, 0, length.toNanos(), Math.max(1, each));
  }
}
