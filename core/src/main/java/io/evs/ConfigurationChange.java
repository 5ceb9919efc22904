package io.evs;

import java.util.List;
import java.util.Optional;

/**
 * A configuration change as delivered to the application, in order with the messages
 * (evs_confchg_fn_t). Every change but the first comes as two: a transitional configuration of
 * those members of the old ring that go together into the new one, and the regular configuration.
 *
 * @param kind regular or transitional
 * @param ring for a regular change the ring installed; for a transitional one the ring being left
 * @param next for a transitional change the ring to come; empty for a regular one
 * @param members members of this configuration, ascending
 * @param joined regular only: members that were not in the transitional configuration
 * @param left transitional only: members of the ring being left that do not come along
 * @param primary regular only: whether the configuration is primary, the same at every member;
 *     empty where no quorum is configured ({@link QuorumSettings})
 */
public record ConfigurationChange(
    Kind kind,
    RingId ring,
    Optional<RingId> next,
    List<NodeId> members,
    List<NodeId> joined,
    List<NodeId> left,
    Optional<Boolean> primary) {

  /** The two kinds of configuration of extended virtual synchrony. */
  public enum Kind {
    /** A ring: messages are sent and ordered in it. */
    REGULAR,
    /**
     * The members of the old ring that continue together; only old messages are delivered in it.
     */
    TRANSITIONAL
  }

  /** Copies the lists. */
  public ConfigurationChange {
    members = List.copyOf(members);
    joined = List.copyOf(joined);
    left = List.copyOf(left);
  }

  /** A change of a ring without quorum. */
  public ConfigurationChange(
      Kind kind,
      RingId ring,
      Optional<RingId> next,
      List<NodeId> members,
      List<NodeId> joined,
      List<NodeId> left) {
    this(kind, ring, next, members, joined, left, Optional.empty());
  }

  /** The same change of a configuration that is primary, or not. */
  public ConfigurationChange withPrimary(boolean isPrimary) {
    return new ConfigurationChange(kind, ring, next, members, joined, left, Optional.of(isPrimary));
  }
}
