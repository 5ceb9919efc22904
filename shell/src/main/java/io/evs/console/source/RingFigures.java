package io.evs.console.source;

import io.evs.NodeId;
import io.evs.RingId;
import java.util.List;
import java.util.Optional;

/**
 * A ring.
 *
 * @param id its id
 * @param name what people call it, such as {@code ring 12}
 * @param members in ring order
 * @param labels what people call them, in the same order
 * @param token the member at which the token is shown; empty if it is not moving
 */
public record RingFigures(
    RingId id, String name, List<NodeId> members, List<String> labels, Optional<NodeId> token) {
  /** Copies the lists. */
  public RingFigures {
    members = List.copyOf(members);
    labels = List.copyOf(labels);
  }
}
