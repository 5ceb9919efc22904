package io.evs.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  private static final Instant THEN = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

  private final Moment then = new Moment(THEN, Long.MAX_VALUE - 5);

  private Moment anHourLater(Duration clockWasSetBy) {
    return new Moment(
        THEN.plus(Duration.ofHours(1)).plus(clockWasSetBy), then.nanos() + HOUR_NANOS);
  }

  @Test
  @DisplayName("a clock that is slewed or read late changes nothing")
  void aClockThatGoesOnTellsTheSameInstant() {
    assertThat(then.asOf(anHourLater(Duration.ZERO))).isEqualTo(THEN);
    assertThat(then.asOf(anHourLater(Duration.ofMillis(900)))).isEqualTo(THEN);
    assertThat(then.asOf(anHourLater(Duration.ofMillis(-900)))).isEqualTo(THEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P365D", "-P365D", "PT2S", "-PT2S", "-P20000D"})
  @DisplayName("an age is right although the clock was set meanwhile")
  void theAgeSurvivesAClockThatIsSet(String step) {
    Moment now = anHourLater(Duration.parse(step));
    assertThat(Duration.between(then.asOf(now), now.wall()))
        .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusMillis(1));
  }
}
