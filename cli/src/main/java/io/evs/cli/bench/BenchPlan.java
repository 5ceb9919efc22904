package io.evs.cli.bench;

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
 * @param warmup time for which senders send before the first run, unmeasured
 * @param safe whether the guarantee is safe
 * @param allSend whether every member sends
 * @param perSecond messages of each sender per second; 0 for as many as possible
 * @param interval how often to report within a run
 */
record BenchPlan(
    List<Integer> sizes,
    Optional<Long> writes,
    double decay,
    Optional<Duration> duration,
    Duration warmup,
    boolean safe,
    boolean allSend,
    long perSecond,
    Optional<Duration> interval) {

  /** Messages of each sender for the run of that number, from 0. */
  long writesOf(int run) {
    long count = writes.orElse(0L);
    for (int i = 0; i < run; i++) {
      count = (long) (count * decay);
    }
    return writes.isPresent() ? Math.max(1, count) : 0;
  }

  /** The START of the run of that number. */
  Control.Start start(int number, int index, int members) {
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

  /** The START of the unmeasured run. */
  Control.Start warmup(int number, int members) {
    return new Control.Start(
        number, sizes.get(0), safe, allSend, members, 0, warmup.toNanos(), perSecond);
  }
}
