package io.evs;

import java.util.List;

/**
 * The configuration a member is in (evs_membership_get).
 *
 * @param ring the ring last installed
 * @param members its members, ascending
 * @param local the node id of this member
 */
public record Configuration(RingId ring, List<NodeId> members, NodeId local) {
  /** Copies the list. */
  public Configuration {
    members = List.copyOf(members);
  }
}
