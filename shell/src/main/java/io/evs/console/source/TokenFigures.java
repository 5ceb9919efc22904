package io.evs.console.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The token as last seen.
 *
 * @param rotationMicros time of a rotation; empty if it does not rotate
 * @param seq highest sequence number, unsigned 32 bits
 * @param aru all received up to
 * @param requests the retransmission list; empty if it is not known
 */
public record TokenFigures(
    OptionalLong rotationMicros,
    OptionalLong seq,
    OptionalLong aru,
    Optional<List<Long>> requests) {

  /** Nothing is known. */
  public static final TokenFigures UNKNOWN =
      new TokenFigures(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
}
