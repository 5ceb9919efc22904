package io.evs.verify;

import io.evs.RingId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is known of one ring: its members, its canonical order and who visited it. */
final class RingRecord {
  final RingId id;
  final int index;

  /** Members by the first process that was read; {@link #definer} is that process. */
  int[] members = {};

  int definer;
  boolean installed;
  boolean primary;

  /** Processes that were told, in its regular part, that it is primary, and that it is not. */
  Optional<Integer> toldPrimary = Optional.empty();

  Optional<Integer> toldNotPrimary = Optional.empty();

  /** The one sequence of which all regular parts are prefixes. */
  final LongList canonical = new LongList();

  final List<Stay> stays = new ArrayList<>();

  /** At least one regular part differs. */
  boolean diverged;

  /** A message was delivered both in this ring and in another (B3): its order means nothing. */
  boolean confused;

  RingRecord(RingId id, int index) {
    this.id = id;
    this.index = index;
  }

  void tell(int process, boolean isPrimary) {
    if (isPrimary) {
      toldPrimary = least(toldPrimary, process);
    } else {
      toldNotPrimary = least(toldNotPrimary, process);
    }
  }

  /** The verdict does not depend on the order of reading. */
  private static Optional<Integer> least(Optional<Integer> one, int other) {
    return one.isPresent() && Integer.compareUnsigned(one.get(), other) <= 0
        ? one
        : Optional.of(other);
  }

  boolean hasMember(int process) {
    for (int member : members) {
      if (member == process) {
        return true;
      }
    }
    return false;
  }

  boolean visitedBy(int process) {
    for (Stay stay : stays) {
      if (stay.process == process) {
        return true;
      }
    }
    return false;
  }

  /** From now on in an order that does not depend on the order of reading. */
  void sortVisits() {
    stays.sort(
        Comparator.comparingLong((Stay stay) -> Integer.toUnsignedLong(stay.process))
            .thenComparingLong(stay -> stay.incarnation));
  }

  /** Some process that delivered the message at this canonical place in its regular part. */
  Stay regularDeliverer(int place) {
    for (Stay stay : stays) {
      if (!stay.repeated && stay.matched > place) {
        return stay;
      }
    }
    throw new IllegalStateException("nobody delivered place " + place + " of ring " + id);
  }
}
