package io.evs.console;

import io.evs.NodeId;
import io.evs.RingId;
import java.util.List;
import java.util.Optional;

/**
 * A ring.
 *
 * @param id its id
 * @param members in ring order
 * @param token the member at which the token is shown; empty if it is not moving
 */
public record RingFigures(RingId id, List<NodeId> members, Optional<NodeId> token) {
  /** Copies the list. */
  public RingFigures {
    members = List.copyOf(members);
  }
}
