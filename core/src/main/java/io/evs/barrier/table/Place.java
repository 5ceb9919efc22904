package io.evs.barrier.table;

import io.evs.RingId;

/**
 * Where in the order an entry was counted first. Of two the lesser one waited first: that of the
 * ring with the lower sequence, of two such rings the one with the lesser representative, and
 * within a ring the one that was counted earlier.
 *
 * @param ring the ring in which it was counted
 * @param number how many that still waited had been counted there before
 */
public record Place(RingId ring, long number) implements Comparable<Place> {
  /** Before all that are counted in a ring. */
  static Place before(RingId ring) {
    return new Place(ring, -1);
  }

  /** The one behind this, of an entry that is counted first in that ring. */
  Place next(RingId in) {
    return new Place(in, ring.equals(in) ? number + 1 : 0);
  }

  @Override
  public int compareTo(Place other) {
    int byRing = ring.compareTo(other.ring);
    return byRing != 0 ? byRing : Long.compare(number, other.number);
  }
}
