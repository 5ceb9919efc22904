package io.evs.totem.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers();

  @Test
  void theEarliestThatIsDueFiresAndOnce() {
    timers.set(Timer.TOKEN, 30);
    timers.set(Timer.JOIN, 10);
    timers.set(Timer.MERGE, 20);
    assertThat(timers.next()).isEqualTo(10);
    assertThat(timers.takeDue(9)).isNull();
    assertThat(timers.takeDue(20)).isEqualTo(Timer.JOIN);
    assertThat(timers.takeDue(20)).isEqualTo(Timer.MERGE);
    assertThat(timers.takeDue(20)).isNull();
    assertThat(timers.next()).isEqualTo(30);
    assertThat(timers.isSet(Timer.JOIN)).isFalse();
    assertThat(timers.isSet(Timer.TOKEN)).isTrue();
  }

  /** The order of the constants decides, so that every run of one seed is the same. */
  @Test
  void ofTwoAtOneTimeTheFirstConstantFires() {
    timers.set(Timer.TOKEN, 10);
    timers.set(Timer.RETRANSMIT, 10);
    assertThat(timers.takeDue(10)).isEqualTo(Timer.RETRANSMIT);
    assertThat(timers.takeDue(10)).isEqualTo(Timer.TOKEN);
  }

  @Test
  void settingAgainMovesADeadlineAndCancellingEndsIt() {
    timers.set(Timer.HOLD, 10);
    timers.set(Timer.HOLD, 40);
    assertThat(timers.takeDue(39)).isNull();
    timers.cancel(Timer.HOLD);
    assertThat(timers.takeDue(40)).isNull();
    timers.set(Timer.HOLD, 1);
    timers.set(Timer.JOIN, 1);
    timers.cancelAll();
    assertThat(timers.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(timers.takeDue(Long.MAX_VALUE - 1)).isNull();
  }
}
