package io.evs.cli.bench.result;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The unmeasured runs before the first measured one: a given time, or a second each until two in a
 * row were hardly faster than those before, but hardly more than {@link #STEPS_MAX} seconds.
 */
public final class Warmup {
  /** None at all, for results that are made up of runs alone. */
  public static final Warmup NONE = new Warmup(Optional.of(Duration.ZERO));

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int STEPS_MAX = 20;
  private static final double GROWTH = 1.05;

  private final Optional<Duration> given;
  private final List<Double> rates = new ArrayList<>();
  private double seconds;

  /** A warm-up of that time, or until the rate stops growing. */
  public Warmup(Optional<Duration> given) {
    this.given = given;
  }

  /** Whether there is another run. */
  public boolean goesOn() {
    return given.isPresent()
        ? rates.isEmpty() && !given.get().isZero()
        : rates.size() < STEPS_MAX && seconds < STEPS_MAX && !isSteady();
  }

  /** How long the next one is. */
  public Duration next() {
    return given.orElse(STEP);
  }

  /** A run is over. */
  public void add(RunResult run) {
    rates.add(run.writesPerSecond());
    seconds += run.seconds();
  }

  /** Whether the last two runs were hardly faster than the fastest before; false without them. */
  public boolean isSteady() {
    int before = rates.size() - 2;
    return before > 0
        && Collections.max(rates.subList(before, rates.size()))
            <= GROWTH * Collections.max(rates.subList(0, before));
  }

  /** Whether it was to find out when the rate stops growing. */
  public boolean isAdaptive() {
    return given.isEmpty();
  }

  /** Messages per second of each run. */
  public List<Double> rates() {
    return Collections.unmodifiableList(rates);
  }

  /** How long all of them took. */
  public double seconds() {
    return seconds;
  }

  /** For people; empty if there was none. */
  public String sentence() {
    if (rates.isEmpty()) {
      return "";
    }
    String each =
        rates.stream()
            .map(rate -> String.format(Locale.ROOT, rate < 9950 ? "%.1f" : "%.0f", rate / 1000))
            .collect(Collectors.joining(" "));
    String end = !isAdaptive() ? "" : isSteady() ? "; steady then" : "; still growing at its end";
    return String.format(
        Locale.ROOT,
        "Warm-up of %.1f s, thousands of messages per second: %s%s.",
        seconds,
        each,
        end);
  }
}
