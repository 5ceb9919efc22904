package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.flow.SubmissionRateLimit;
import org.junit.jupiter.api.Test;

class SubmissionRateLimitTest {
  private static final long MS = 1_000_000L;

  private final SubmissionRateLimit lane = new SubmissionRateLimit();

  @Test
  void withoutCongestionEverythingPasses() {
    lane.turn(0, false);
    lane.took(1L << 40);
    lane.turn(1, false);
    assertThat(lane.isOpen()).isTrue();
  }

  @Test
  void aBurstThenEightMegabytesPerSecond() {
    lane.turn(-5 * MS, false);
    lane.turn(0, true);
    long taken = 0;
    for (int ms = 0; ms <= 1000; ms++) {
      lane.turn(ms * MS, true);
      while (lane.isOpen()) {
        lane.took(1000);
        taken += 1000;
      }
    }
    assertThat(taken).isBetween(8_000_000L, 8_070_000L);
    lane.turn(1001 * MS, false);
    assertThat(lane.isOpen()).isTrue();
  }

  @Test
  void aLargeMessageIsPaidForAfterwards() {
    lane.turn(0, true);
    lane.took(1 << 20);
    lane.turn(100 * MS, true);
    assertThat(lane.isOpen()).isFalse();
    lane.turn(130 * MS, true);
    assertThat(lane.isOpen()).isTrue();
  }
}
