package io.evs.lock.table;

import io.evs.ConfigurationChange;
import io.evs.NodeId;
import io.evs.RingId;
import java.util.List;
import java.util.Optional;

/**
 * A ring as locks see it.
 *
 * @param id its id
 * @param members its members, ascending
 * @param primary whether it is primary; empty without quorum
 * @param direct whether no other ring can have been primary between the one before and this one
 * @param since since when there is no other primary ring, by the clock of this participant
 */
record LockRing(
    RingId id, List<NodeId> members, Optional<Boolean> primary, boolean direct, long since) {
  /** Before the first ring. */
  static final LockRing NONE =
      new LockRing(new RingId(0, 0), List.of(), Optional.of(false), false, 0);

  /**
   * The next ring. Of two successive primary rings at least one node was in both. One that was
   * between this and the next would need a node of this one, and the next one a node of it. Where
   * all members of this ring went into the next, or all of the next come from this one, there is
   * none that could have been in it.
   *
   * @param along the members of this ring that went into the next one together
   */
  LockRing next(ConfigurationChange change, List<NodeId> along, long now) {
    boolean next =
        primary.equals(Optional.of(true))
            && change.primary().equals(Optional.of(true))
            && (along.equals(members) || along.equals(change.members()));
    return new LockRing(
        change.ring(), change.members(), change.primary(), next, next ? since : now);
  }

  /** Whether locks may be granted in it; without quorum in each. */
  boolean grants() {
    return primary.orElse(true);
  }
}
