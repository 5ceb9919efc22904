package io.evs.console.source;

import java.util.List;
import java.util.Optional;

/**
 * Whether a picture is to be trusted, and what is wrong with what it shows.
 *
 * @param outdated why the picture is old; empty while it is fresh
 * @param primary whether the ring is the primary component; empty where nothing says so
 * @param alarms what is wrong, a sentence each, the worst first
 */
public record Health(Optional<String> outdated, Optional<Boolean> primary, List<String> alarms) {
  /** Fresh, and nothing is wrong. */
  public static final Health FINE = new Health(Optional.empty(), Optional.empty(), List.of());

  /** Copies the list. */
  public Health {
    alarms = List.copyOf(alarms);
  }

  public boolean isOutdated() {
    return outdated.isPresent();
  }
}
