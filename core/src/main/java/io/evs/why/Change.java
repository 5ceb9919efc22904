package io.evs.why;

import io.evs.RingId;
import io.evs.flight.Cause;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change of a ring, or something that it suffered from without one, explained.
 *
 * @param ring the ring that was formed, or that suffered
 * @param atMillis wall clock of a node that saw it, milliseconds since 1970
 * @param cause why
 * @param blamed node ids of those it comes from, ascending
 * @param link the direction in which nothing or too little passed
 * @param pauseMillis how long the node that is blamed did not run
 * @param unasked those of the blamed that fell silent and cannot be asked: crashed, stopped, or cut
 *     off
 * @param text a sentence that says it
 * @param evidence sentences that show it, each of one node's recorder
 */
public record Change(
    RingId ring,
    long atMillis,
    Cause cause,
    List<Integer> blamed,
    Optional<Link> link,
    OptionalLong pauseMillis,
    List<Integer> unasked,
    String text,
    List<String> evidence) {
  /** A direction between two nodes. */
  public record Link(int from, int to) {}

  /** Copies the lists. */
  public Change {
    blamed = List.copyOf(blamed);
    unasked = List.copyOf(unasked);
    evidence = List.copyOf(evidence);
  }
}
