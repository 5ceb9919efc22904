package io.evs;

import java.util.List;
import java.util.Optional;

/**
 * The configuration a member is in (evs_membership_get).
 *
 * @param ring the ring last installed
 * @param members its members, ascending
 * @param local the node id of this member
 * @param primary whether it is primary; empty where no quorum is configured
 */
public record Configuration(
    RingId ring, List<NodeId> members, NodeId local, Optional<Boolean> primary) {
  /** Copies the list. */
  public Configuration {
    members = List.copyOf(members);
  }

  /** A configuration of a ring without quorum. */
  public Configuration(RingId ring, List<NodeId> members, NodeId local) {
    this(ring, members, local, Optional.empty());
  }
}
