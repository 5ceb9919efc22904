package io.evs.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final long MILLI = 1_000_000;

  private static void message(Timeline timeline, long atMillis, long latencyMillis) {
    timeline.delivered(atMillis * MILLI);
    timeline.latency(latencyMillis * MILLI);
  }

  @Test
  void slicesHoldWhatWasDeliveredInThem() {
    Timeline timeline = new Timeline(0, 100 * MILLI);
    message(timeline, 10, 1);
    message(timeline, 99, 2);
    message(timeline, 100, 3);
    message(timeline, 350, 4);
    timeline.end(360 * MILLI);
    List<Timeline.Slice> slices = timeline.slices();
    assertThat(slices).extracting(Timeline.Slice::delivered).containsExactly(2L, 1L, 0L, 1L);
    assertThat(slices.get(3).fromSeconds()).isEqualTo(0.3);
    assertThat(slices.get(3).toSeconds()).isEqualTo(0.36);
    assertThat(slices.get(0).writesPerSecond()).isEqualTo(20);
    assertThat(timeline.latencies().getTotalCount()).isEqualTo(4);
    assertThat(timeline.latencies().getMaxValue()).isBetween(4 * MILLI, 4 * MILLI + 10_000);
  }

  @Test
  void aLongRunHasLongerSlicesInsteadOfMany() {
    Timeline timeline = new Timeline(0, 0);
    long hour = 3600 * 1000;
    for (long at = 0; at < hour; at += 50) {
      message(timeline, at, 1);
    }
    timeline.end(hour * MILLI);
    assertThat(timeline.slices().size()).isBetween(200, 600);
    assertThat(timeline.slices().stream().mapToLong(Timeline.Slice::delivered).sum())
        .isEqualTo(hour / 50);
  }

  @Test
  void withoutSlicesThereAreOnlyLatencies() {
    Timeline timeline = new Timeline();
    assertThat(timeline.keepsSlices()).isFalse();
    message(timeline, 1, 5);
    timeline.end(MILLI);
    assertThat(timeline.slices()).isEmpty();
    assertThat(timeline.latencies().getTotalCount()).isEqualTo(1);
  }
}
