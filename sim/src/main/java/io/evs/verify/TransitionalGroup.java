package io.evs.verify;

import io.evs.RingId;
import java.util.ArrayList;
import java.util.List;

/** The visits of a ring that left it by the same transitional configuration. */
final class TransitionalGroup {
  final RingId next;
  final int[] members;
  final List<Visit> visits = new ArrayList<>();

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

  boolean has(Visit visit) {
    return visits.contains(visit);
  }

  /**
   * The visit whose tail stands for all: a completed one if there is one, of those the one with the
   * longest tail, of those that of the least process.
   */
  Visit reference() {
    Visit best = visits.get(0);
    for (Visit visit : visits) {
      boolean better =
          visit.leftNormally == best.leftNormally
              ? visit.tail.size() > best.tail.size()
              : visit.leftNormally;
      if (better) {
        best = visit;
      }
    }
    return best;
  }

  /** Groups of visits whose order can be compared, by next ring, then by least process. */
  static List<TransitionalGroup> of(RingRecord ring) {
    List<TransitionalGroup> groups = new ArrayList<>();
    for (Visit visit : ring.visits) {
      if (visit.transitional && !visit.broken && visit.comparable()) {
        groupOf(groups, visit).visits.add(visit);
      }
    }
    groups.sort((a, b) -> a.next.compareTo(b.next));
    return groups;
  }

  private static TransitionalGroup groupOf(List<TransitionalGroup> groups, Visit visit) {
    for (TransitionalGroup group : groups) {
      if (group.visits.get(0).sameTransitional(visit)) {
        return group;
      }
    }
    TransitionalGroup group = new TransitionalGroup(visit.next, visit.transitionalMembers);
    groups.add(group);
    return group;
  }
}
