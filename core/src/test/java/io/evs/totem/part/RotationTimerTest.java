package io.evs.totem.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a token is sent again; times in nanoseconds from an arbitrary origin. */
class RotationTimerTest {
  private static final long MS = 1_000_000L;
  private static final RingPolicy POLICY = RingPolicy.ours(420 * MS);

  private final RotationTimer timer = new RotationTimer(POLICY);
  private long now = Long.MAX_VALUE - 10 * MS;

  private long rotate(long nanos) {
    long wait = timer.sent(now, Idleness.BUSY);
    now += nanos;
    timer.received(now);
    return wait;
  }

  @Test
  void beforeTheFirstRotationItWaitsForTenMinimums() {
    assertThat(timer.sent(now, Idleness.BUSY)).isEqualTo(10 * POLICY.rtoMinNanos());
    assertThat(timer.smoothedNanos()).isZero();
  }

  @Test
  void theFirstRotationGivesThreeTimesItself() {
    rotate(4 * MS);
    assertThat(timer.smoothedNanos()).isEqualTo(4 * MS);
    assertThat(timer.base()).isEqualTo(4 * MS + 4 * (4 * MS / 2));
  }

  @Test
  void aSteadyRotationComesDownToTheMinimum() {
    for (int i = 0; i < 200; i++) {
      rotate(MS / 10);
    }
    assertThat(timer.base()).isEqualTo(POLICY.rtoMinNanos());
  }

  @Test
  void noWaitIsLongerThanTheConfiguredOne() {
    rotate(90 * MS);
    assertThat(timer.sent(now, Idleness.BUSY)).isEqualTo(POLICY.tokenRetransmitNanos());
    assertThat(timer.repeated()).isEqualTo(POLICY.tokenRetransmitNanos());
  }

  @Test
  void eachRepetitionDoublesTheWait() {
    rotate(2 * MS);
    long wait = timer.sent(now, Idleness.BUSY);
    assertThat(timer.repeated()).isEqualTo(2 * wait);
    assertThat(timer.repeated()).isEqualTo(4 * wait);
    assertThat(timer.repetitions()).isEqualTo(2);
    assertThat(timer.sent(now, Idleness.BUSY))
        .as("the next token begins from the base")
        .isEqualTo(wait);
    assertThat(timer.repetitions()).isZero();
  }

  /** Karn: nobody knows which copy came round. */
  @Test
  void aRotationWithARepeatedTokenIsNotMeasured() {
    rotate(2 * MS);
    timer.sent(now, Idleness.BUSY);
    timer.repeated();
    timer.received(now + 50 * MS);
    assertThat(timer.smoothedNanos()).isEqualTo(2 * MS);
  }

  @Test
  void anIdleRingIsNotMeasuredAndWaitsForTheConfiguredTime() {
    rotate(2 * MS);
    assertThat(timer.sent(now, Idleness.IDLE)).isEqualTo(POLICY.tokenRetransmitNanos());
    timer.received(now + 80 * MS);
    assertThat(timer.smoothedNanos()).isEqualTo(2 * MS);
  }

  @Test
  void oneRotationWithALossElsewhereCountsAsThreeAtMost() {
    rotate(8 * MS);
    rotate(4000 * MS);
    assertThat(timer.smoothedNanos()).isEqualTo(8 * MS + (3 * 8 - 8) * MS / 8);
  }

  @Test
  void whereTokensGetLostMoreCopiesAreSentAtOnce() {
    assertThat(timer.copies()).isEqualTo(1);
    int until = 0;
    while (timer.copies() < 3 && until < 100) {
      timer.sent(now, Idleness.BUSY);
      timer.repeated();
      until++;
    }
    assertThat(timer.copies()).as("after %d lost tokens", until).isEqualTo(3);
    for (int i = 0; i < 64; i++) {
      rotate(MS);
    }
    assertThat(timer.copies()).isEqualTo(2);
    for (int i = 0; i < 400; i++) {
      rotate(MS);
    }
    assertThat(timer.copies()).isEqualTo(1);
  }
}
