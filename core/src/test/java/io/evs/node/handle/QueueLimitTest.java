package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueLimitTest {
  private static final long MS = 1_000_000;
  private static final long MAX = 8 << 20;

  private final QueueLimit limit = new QueueLimit(MAX);
  private long now = 1;

  private void run(long millis, long bytesPerMs, long rotationNanos) {
    for (long i = 0; i < millis; i++) {
      now += MS;
      limit.turn(now, bytesPerMs, true, rotationNanos);
    }
  }

  @Test
  void holdsWhatIsOrderedInEightMilliseconds() {
    limit.turn(now, 0, true, 0);
    run(200, 100_000, MS);
    assertThat(limit.bytes()).isBetween(799_000L, 801_000L);
  }

  @Test
  void holdsThreeRotationsIfTheseTakeLonger() {
    limit.turn(now, 0, true, 0);
    run(500, 10_000, 20 * MS);
    assertThat(limit.bytes()).isBetween(599_000L, 601_000L);
  }

  @Test
  void isNeverAboveTheBoundNorBelowAVisit() {
    run(1000, 10, 0);
    assertThat(limit.bytes()).isEqualTo(QueueLimit.MIN_BYTES);
    run(1000, 100_000_000, 0);
    assertThat(limit.bytes()).isEqualTo(MAX);
  }

  /** A sender that is seldom there says nothing of how fast the ring is. */
  @Test
  void timeInWhichNothingWaitsDoesNotCount() {
    limit.turn(now, 0, true, 0);
    run(100, 100_000, MS);
    long before = limit.bytes();
    for (int i = 0; i < 100; i++) {
      now += MS;
      limit.turn(now, 100_000, false, MS);
      now += 50 * MS;
      limit.turn(now, 0, true, MS);
    }
    assertThat(limit.bytes()).isCloseTo(before, org.assertj.core.data.Percentage.withPercentage(5));
  }

  @Test
  void isLongerForAWhileWhenItRanDry() {
    limit.turn(now, 0, true, 0);
    run(100, 100_000, MS);
    long before = limit.bytes();
    limit.ranDry();
    run(6, 100_000, MS);
    assertThat(limit.bytes()).isGreaterThan(before * 19 / 10);
    for (int i = 0; i < 9; i++) {
      limit.ranDry();
    }
    run(6, 100_000, MS);
    assertThat(limit.bytes()).as("at most 64 ms").isLessThanOrEqualTo(8 * before);
    run(5_000, 100_000, MS);
    assertThat(limit.bytes()).isEqualTo(before);
  }

  @Test
  void aNetworkThatGetsSlowShortensIt() {
    run(100, 100_000, MS);
    run(200, 20_000, MS);
    assertThat(limit.bytes()).isBetween(160_000L, 165_000L);
  }
}
