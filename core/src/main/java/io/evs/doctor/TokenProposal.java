package io.evs.doctor;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A token time-out that follows from what was measured.
 *
 * @param inForceMicros the least that a member has
 * @param rotationMicros 99 % of the rotations of the token were shorter, or, if that is more, what
 *     the longest round trips make
 * @param pauseMicros the longest time that a process did not run
 * @param proposedMicros four times both together, in steps of 50 ms, 100 ms at least
 */
public record TokenProposal(
    long inForceMicros, long rotationMicros, long pauseMicros, long proposedMicros) {
  private static final long STEP_MICROS = 50_000;
  private static final long LEAST_MICROS = 100_000;
  private static final long SAFETY = 4;

  /** From reports, of which there is at least one. */
  public static TokenProposal of(Collection<CheckupReport> reports) {
    long roundTrip =
        reports.stream()
            .flatMap(each -> each.links().stream())
            .mapToLong(CheckupReport.Link::roundTripMaxMicros)
            .max()
            .orElse(0);
    long ring =
        roundTrip
            * reports.stream().mapToLong(each -> each.links().size() + 1L).max().orElse(1)
            / 2;
    long rotation = Math.max(ring, max(reports, CheckupReport::rotationP99Micros));
    long pause = max(reports, CheckupReport::longestPauseMicros);
    long exact = SAFETY * (rotation + pause);
    long steps = (exact + STEP_MICROS - 1) / STEP_MICROS * STEP_MICROS;
    return new TokenProposal(
        reports.stream().mapToLong(CheckupReport::tokenMicros).min().orElse(0),
        rotation,
        pause,
        Math.max(LEAST_MICROS, steps));
  }

  private static long max(Collection<CheckupReport> reports, ToLongFunction<CheckupReport> figure) {
    return reports.stream().mapToLong(figure).max().orElse(0);
  }

  /** In words, with the arithmetic. */
  public String text() {
    if (rotationMicros == 0) {
      return "totem.token is "
          + inForceMicros / 1000
          + "ms; no round trip was measured that another could follow from";
    }
    return "totem.token is "
        + inForceMicros / 1000
        + "ms; 4 x (rotation p99 "
        + millis(rotationMicros)
        + " + longest pause "
        + millis(pauseMicros)
        + ") = "
        + millis(SAFETY * (rotationMicros + pauseMicros))
        + ", so that "
        + proposedMicros / 1000
        + "ms "
        + (proposedMicros > inForceMicros ? "would be safer" : "would do");
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
  }
}
