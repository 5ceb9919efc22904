package io.evs.verify;

import io.evs.RingId;
import java.util.ArrayList;
import java.util.List;

/** The stays of a ring that left it by the same transitional configuration. */
final class TransitionalGroup {
  final RingId next;
  final int[] members;
  final List<Stay> stays = new ArrayList<>();

  TransitionalGroup(RingId next, int[] members) {
    this.next = next;
    this.members = members;
  }

  boolean names(int process) {
    for (int member : members) {
      if (member == process) {
        return true;
      }
    }
    return false;
  }

  boolean has(Stay stay) {
    return stays.contains(stay);
  }

  /**
   * The stay whose tail stands for all: a completed one if there is one, of those the one with the
   * longest tail, of those that of the least process.
   */
  Stay reference() {
    Stay best = stays.get(0);
    for (Stay stay : stays) {
      boolean better =
          stay.leftNormally == best.leftNormally
              ? stay.tail.size() > best.tail.size()
              : stay.leftNormally;
      if (better) {
        best = stay;
      }
    }
    return best;
  }

  /** Groups of stays whose order can be compared, by next ring, then by least process. */
  static List<TransitionalGroup> of(RingRecord ring) {
    List<TransitionalGroup> groups = new ArrayList<>();
    for (Stay stay : ring.stays) {
      if (stay.transitional && !stay.broken && stay.comparable()) {
        groupOf(groups, stay).stays.add(stay);
      }
    }
    groups.sort((a, b) -> a.next.compareTo(b.next));
    return groups;
  }

  private static TransitionalGroup groupOf(List<TransitionalGroup> groups, Stay stay) {
    for (TransitionalGroup group : groups) {
      if (group.stays.get(0).sameTransitional(stay)) {
        return group;
      }
    }
    TransitionalGroup group = new TransitionalGroup(stay.next, stay.transitionalMembers);
    groups.add(group);
    return group;
  }
}
