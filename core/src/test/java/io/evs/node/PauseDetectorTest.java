package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseDetectorTest {
  private static final long MS = 1_000_000L;
  private final PauseDetector pauses = new PauseDetector(1000 * MS);

  @Test
  void anIdleLoopIsNoPause() {
    for (long now = 0; now < 10_000 * MS; now += pauses.heartbeatNanos()) {
      assertThat(pauses.turnBegins(now)).isZero();
      assertThat(pauses.timersMayRun(0)).isTrue();
    }
    assertThat(pauses.count()).isZero();
  }

  @Test
  void aLongGapIsCountedAndMeasured() {
    pauses.turnBegins(0);
    assertThat(pauses.turnBegins(700 * MS)).isEqualTo(700 * MS);
    assertThat(pauses.turnBegins(1300 * MS)).isEqualTo(600 * MS);
    assertThat(pauses.count()).isEqualTo(2);
    assertThat(pauses.longestNanos()).isEqualTo(700 * MS);
    assertThat(pauses.lastNanos()).isEqualTo(600 * MS);
  }

  @Test
  void timersWaitUntilTheSocketIsEmpty() {
    pauses.turnBegins(0);
    pauses.turnBegins(2000 * MS);
    assertThat(pauses.timersMayRun(0)).isFalse();
    assertThat(pauses.timersMayRun(256)).isFalse();
    assertThat(pauses.timersMayRun(3)).isFalse();
    assertThat(pauses.timersMayRun(0)).isTrue();
    assertThat(pauses.timersMayRun(256)).isTrue();
  }

  @Test
  void aFloodCannotKeepTheTimersForEver() {
    pauses.turnBegins(0);
    pauses.turnBegins(2000 * MS);
    for (int i = 0; i < PauseDetector.DRAIN_TURNS_MAX; i++) {
      assertThat(pauses.timersMayRun(256)).isFalse();
    }
    assertThat(pauses.timersMayRun(256)).isTrue();
  }
}
