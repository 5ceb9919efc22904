package io.evs.leader;

import io.evs.EvsException;
import java.util.Optional;

/**
 * What becomes of a candidate. Its methods run on a thread of the candidate's own, one at a time
 * and in order. It may block, but is told later of what comes then, of a loss, too.
 */
public interface LeaderListener {
  /**
   * This candidate leads from now on.
   *
   * @param fence the fencing token, above that of every earlier leader: what the leader writes to
   *     should refuse a lesser one than it has seen
   */
  default void onLeading(long fence) {}

  /** This candidate leads no more, and stands again. Is not told of {@link Leader#close()}. */
  default void onLoss() {}

  /**
   * Who leads, as it is here in the order: now, and whenever that changes. Tells of this candidate
   * itself, too, without order between that and the other methods.
   *
   * @param term empty while nobody leads
   */
  default void onLeader(Optional<Leader.Term> term) {}

  /**
   * This candidate stands no more. If it led, {@link #onLoss} came before, unless that failed.
   *
   * @param reason what ended it: that of its handle, NO_RESOURCES with too many candidates and
   *     locks on the ring, or LIBRARY if this listener failed
   */
  default void onEnd(EvsException reason) {}
}
