package io.evs.sim.world;

import io.evs.RingId;
import java.util.List;

/** What an application saw, in order; scenarios assert on it. */
public sealed interface AppEvent {
  /** Virtual time at which it was seen. */
  long timeNanos();

  /** An incarnation began. */
  record Started(long timeNanos, long incarnation) implements AppEvent {}

  /** A regular configuration. */
  record Regular(long timeNanos, RingId ring, List<Integer> members) implements AppEvent {}

  /** A transitional configuration. */
  record Transitional(long timeNanos, RingId left, RingId next, List<Integer> members)
      implements AppEvent {}

  /** Who is in the group now, by node. */
  record Groups(long timeNanos, List<Integer> members) implements AppEvent {}

  /**
   * A message.
   *
   * @param timeNanos virtual time
   * @param sender originating node
   * @param incarnation its incarnation
   * @param n number among its messages
   * @param ring ring it was ordered in
   * @param sequence ring sequence
   * @param safe whether it is of safe guarantee
   * @param bytes length of the payload
   * @param item number of the workload item, or 0
   */
  record Message(
      long timeNanos,
      int sender,
      long incarnation,
      long n,
      RingId ring,
      int sequence,
      boolean safe,
      int bytes,
      long item)
      implements AppEvent {}
}
