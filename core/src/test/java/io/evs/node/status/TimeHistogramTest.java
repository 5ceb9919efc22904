package io.evs.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Timing;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told of durations. */
class TimeHistogramTest {
  private final TimeHistogram histogram = TimeHistogram.ofLoop();

  private void record(int times, long micros) {
    for (int i = 0; i < times; i++) {
      histogram.record(TimeUnit.MICROSECONDS.toNanos(micros));
    }
  }

  private static org.assertj.core.data.Percentage onePercent() {
    return org.assertj.core.data.Percentage.withPercentage(1);
  }

  @Test
  void tellsPercentilesWithinOnePercent() {
    record(900, 100);
    record(99, 1000);
    record(1, 50_000);
    Timing.Recent recent = histogram.snapshot().recent();
    assertThat(recent.count()).isEqualTo(1000);
    assertThat(recent.p50Nanos()).isCloseTo(100_000, onePercent());
    assertThat(recent.p90Nanos()).isCloseTo(100_000, onePercent());
    assertThat(recent.p99Nanos()).isCloseTo(1_000_000, onePercent());
    assertThat(recent.p999Nanos()).isCloseTo(1_000_000, onePercent());
    assertThat(recent.maxNanos()).isCloseTo(50_000_000, onePercent());
  }

  @Test
  void bucketsAreCumulative() {
    record(5, 20);
    record(3, 40);
    record(2, 20_000_000);
    Timing timing = histogram.snapshot();
    assertThat(timing.count()).isEqualTo(10);
    assertThat(timing.buckets().subList(0, 4)).containsExactly(0L, 5L, 8L, 8L);
    assertThat(timing.buckets().get(Timing.BOUNDS_NANOS.size() - 1)).isEqualTo(8);
    assertThat(timing.sumNanos()).isCloseTo(40_000_220_000L, onePercent());
  }

  @Test
  void recentForgetsAfterTwoHalvesOfAMinuteAndTheTotalDoesNot() {
    record(10, 70_000);
    histogram.turnWindow();
    record(5, 10);
    histogram.turnWindow();
    assertThat(histogram.snapshot().recent().count()).isEqualTo(5);
    assertThat(histogram.snapshot().recent().maxNanos()).isLessThan(11_000);
    assertThat(histogram.snapshot().count()).isEqualTo(15);
    histogram.turnWindow();
    assertThat(histogram.snapshot().recent()).isEqualTo(Timing.NONE.recent());
  }

  @Test
  void whatIsOutOfRangeIsTakenAsTheBound() {
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    Timing timing = histogram.snapshot();
    assertThat(timing.count()).isEqualTo(2);
    assertThat(timing.recent().maxNanos()).isCloseTo(TimeUnit.HOURS.toNanos(1), onePercent());
  }
}
