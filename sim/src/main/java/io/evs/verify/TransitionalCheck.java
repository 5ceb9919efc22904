package io.evs.verify;

import io.evs.RingId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What those who leave a ring together agree on: members (C6), messages and boundary (D2). */
final class TransitionalCheck {
  private final History history;
  private final RingRecord ring;

  TransitionalCheck(History history, RingRecord ring) {
    this.history = history;
    this.ring = ring;
  }

  /** C6, for all visits, also those whose messages cannot be compared. */
  void members() {
    Map<RingId, Visit> firstByNext = new HashMap<>();
    for (Visit visit : ring.visits) {
      if (!visit.transitional || visit.broken || visit.repeated) {
        continue;
      }
      Visit first = firstByNext.putIfAbsent(visit.next, visit);
      if (first == null) {
        membersOfBothRings(visit);
      } else if (!Arrays.equals(first.transitionalMembers, visit.transitionalMembers)) {
        report(
            visit,
            visit.processName()
                + " goes with "
                + History.set(visit.transitionalMembers)
                + ", but "
                + first.processName()
                + " with "
                + History.set(first.transitionalMembers));
      }
    }
  }

  private void membersOfBothRings(Visit visit) {
    RingRecord next = history.ring(visit.next);
    for (int member : visit.transitionalMembers) {
      String name = History.name(member);
      if (!ring.hasMember(member)) {
        report(visit, name + " is in it but not in the ring left, " + History.set(ring.members));
        return;
      }
      if (next.installed && !next.hasMember(member)) {
        report(visit, name + " is in it but not in the next ring, " + History.set(next.members));
        return;
      }
      if (history.hasLog(member)
          && !ring.visitedBy(member)
          && !history.log(member).isCut()
          && !history.log(member).lost()) {
        report(visit, name + " is in it but never installed the ring left");
        return;
      }
    }
  }

  private void report(Visit visit, String what) {
    history.findings.violation(
        Property.C6,
        visit.process,
        "transitional configuration "
            + History.set(visit.transitionalMembers)
            + " of "
            + visit.processName()
            + " from ring "
            + ring.id
            + " to "
            + visit.next
            + ": "
            + what);
  }

  /** D2: the same regular parts and the same tails; who crashed within has a prefix of the tail. */
  void atomicity(List<TransitionalGroup> groups) {
    for (TransitionalGroup group : groups) {
      Visit reference = group.reference();
      for (Visit visit : group.visits) {
        if (visit != reference) {
          compare(reference, visit);
        }
      }
    }
  }

  private void compare(Visit reference, Visit visit) {
    String together =
        reference.processName()
            + " and "
            + visit.processName()
            + " go together from ring "
            + ring.id
            + " to "
            + reference.next;
    if (reference.matched != visit.matched) {
      int place = Math.min(reference.matched, visit.matched);
      history.findings.violation(
          Property.D2,
          visit.process,
          together
              + ", but deliver "
              + reference.matched
              + " and "
              + visit.matched
              + " messages before the transitional configuration; the first only one delivers: "
              + history.excerpt(ring.canonical, place));
      return;
    }
    int common = reference.tail.commonPrefix(visit.tail);
    boolean longer = visit.tail.size() > common;
    boolean shorter = reference.tail.size() > common && (visit.leftNormally || longer);
    if (longer || shorter) {
      history.findings.violation(
          Property.D2,
          visit.process,
          together
              + ", but their tails differ at place "
              + (common + 1)
              + ": "
              + history.excerpt(reference.tail, common)
              + "; "
              + history.excerpt(visit.tail, common));
    }
  }
}
