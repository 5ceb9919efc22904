package io.evs.node.process;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When something was, with an age that stays right when the machine's clock is set. Immutable.
 *
 * @param wall by the wall clock as it was then
 * @param nanos System.nanoTime() then; it stands still while the machine is suspended
 */
public record Moment(Instant wall, long nanos) {
  /** A difference that only a clock that was set, or a machine that slept, can make. */
  private static final Duration STEP = Duration.ofSeconds(1);

  public static Moment now() {
    return new Moment(Instant.now(), System.nanoTime());
  }

  /**
   * When it was by the wall clock as it goes now: what was noted then, as long as the clock has
   * only gone on, else now less the age.
   */
  public Instant asOf(Moment now) {
    Instant reckoned = now.wall.minusNanos(now.nanos - nanos);
    boolean set = Duration.between(wall, reckoned).abs().compareTo(STEP) >= 0;
    return set ? reckoned.truncatedTo(ChronoUnit.MILLIS) : wall;
  }
}
