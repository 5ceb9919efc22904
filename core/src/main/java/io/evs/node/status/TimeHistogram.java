package io.evs.node.status;

import io.evs.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Durations since the start, within one percent, and from them those of the last half to whole
 * minute: what there was when the minute began is subtracted, so that measuring costs nothing
 * twice. Recording neither allocates nor waits.
 */
final class TimeHistogram {
  private static final long LOWEST_NANOS = 100;
  private static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 2;

  private final AbstractHistogram all;
  private AbstractHistogram windowStart;
  private AbstractHistogram nextStart;

  private TimeHistogram(AbstractHistogram all) {
    this.all = all;
    this.windowStart = all.copy();
    this.nextStart = windowStart;
  }

  /** Recorded by the loop thread only. */
  static TimeHistogram ofLoop() {
    return new TimeHistogram(new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS));
  }

  /** Recorded by any thread. */
  static TimeHistogram shared() {
    return new TimeHistogram(new AtomicHistogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS));
  }

  void record(long nanos) {
    all.recordValue(Math.max(0, Math.min(HIGHEST_NANOS, nanos)));
  }

  /** Half a minute is over; the thread that takes snapshots. */
  void turnWindow() {
    windowStart = nextStart;
    nextStart = all.copy();
  }

  Timing snapshot() {
    AbstractHistogram now = all.copy();
    long[] counts = new long[Timing.BOUNDS_NANOS.size()];
    long sum = 0;
    for (HistogramIterationValue each : now.recordedValues()) {
      long value = now.medianEquivalentValue(each.getValueIteratedTo());
      sum += value * each.getCountAddedInThisIterationStep();
      for (int i = counts.length - 1; i >= 0 && value <= Timing.BOUNDS_NANOS.get(i); i--) {
        counts[i] += each.getCountAddedInThisIterationStep();
      }
    }
    long total = now.getTotalCount();
    List<Long> buckets = new ArrayList<>(counts.length);
    for (long count : counts) {
      buckets.add(count);
    }
    now.subtract(windowStart);
    return new Timing(total, sum, buckets, recent(now));
  }

  private static Timing.Recent recent(AbstractHistogram window) {
    if (window.getTotalCount() == 0) {
      return Timing.NONE.recent();
    }
    return new Timing.Recent(
        window.getTotalCount(),
        window.getValueAtPercentile(50),
        window.getValueAtPercentile(90),
        window.getValueAtPercentile(99),
        window.getValueAtPercentile(99.9),
        window.getMaxValue());
  }
}
