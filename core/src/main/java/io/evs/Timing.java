package io.evs;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long something took, as a node measured it.
 *
 * @param count measured since the node started
 * @param sumNanos their sum, within one percent
 * @param buckets how many of them took at most each of {@link #BOUNDS_NANOS}; ascending, the
 *     longest ones are only in {@code count}
 * @param recent those of the last half to whole minute
 */
public record Timing(long count, long sumNanos, List<Long> buckets, Recent recent) {
  /** Upper bounds of the buckets, in nanoseconds: 10 microseconds to 10 seconds. */
  public static final List<Long> BOUNDS_NANOS =
      Stream.of(
              10L,
              25L,
              50L,
              100L,
              250L,
              500L,
              1_000L,
              2_500L,
              5_000L,
              10_000L,
              25_000L,
              50_000L,
              100_000L,
              250_000L,
              500_000L,
              1_000_000L,
              2_500_000L,
              5_000_000L,
              10_000_000L)
          .map(TimeUnit.MICROSECONDS::toNanos)
          .toList();

  /** Nothing was measured. */
  public static final Timing NONE =
      new Timing(0, 0, Collections.nCopies(BOUNDS_NANOS.size(), 0L), new Recent(0, 0, 0, 0, 0, 0));

  /** Takes a copy of the list. */
  public Timing {
    buckets = List.copyOf(buckets);
  }

  /**
   * The last half to whole minute; all zero if nothing was measured in it.
   *
   * @param count how many
   * @param p50Nanos half of them took at most this
   * @param p90Nanos nine of ten
   * @param p99Nanos 99 of a hundred
   * @param p999Nanos 999 of a thousand
   * @param maxNanos all
   */
  public record Recent(
      long count, long p50Nanos, long p90Nanos, long p99Nanos, long p999Nanos, long maxNanos) {}
}
