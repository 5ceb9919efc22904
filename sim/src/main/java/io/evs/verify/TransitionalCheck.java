package io.evs.verify;

import io.evs.RingId;
import io.evs.verify.report.Property;
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

  /** C6, for all stays, also those whose messages cannot be compared. */
  void members() {
    Map<RingId, Stay> firstByNext = new HashMap<>();
    for (Stay stay : ring.stays) {
      if (!stay.transitional || stay.broken || stay.repeated) {
        continue;
      }
      Stay first = firstByNext.putIfAbsent(stay.next, stay);
      if (first == null) {
        membersOfBothRings(stay);
      } else if (!Arrays.equals(first.transitionalMembers, stay.transitionalMembers)) {
        report(
            stay,
            stay.processName()
                + " goes with "
                + History.set(stay.transitionalMembers)
                + ", but "
                + first.processName()
                + " with "
                + History.set(first.transitionalMembers));
      }
    }
  }

  private void membersOfBothRings(Stay stay) {
    RingRecord next = history.ring(stay.next);
    for (int member : stay.transitionalMembers) {
      String name = History.name(member);
      if (!ring.hasMember(member)) {
        report(stay, name + " is in it but not in the ring left, " + History.set(ring.members));
        return;
      }
      if (next.installed && !next.hasMember(member)) {
        report(stay, name + " is in it but not in the next ring, " + History.set(next.members));
        return;
      }
      if (history.hasLog(member)
          && !ring.visitedBy(member)
          && !history.log(member).isCut()
          && !history.log(member).lost()) {
        report(stay, name + " is in it but never installed the ring left");
        return;
      }
    }
  }

  private void report(Stay stay, String what) {
    history.findings.violation(
        Property.C6,
        stay.process,
        "transitional configuration "
            + History.set(stay.transitionalMembers)
            + " of "
            + stay.processName()
            + " from ring "
            + ring.id
            + " to "
            + stay.next
            + ": "
            + what);
  }

  /** D2: the same regular parts and the same tails; who crashed within has a prefix of the tail. */
  void atomicity(List<TransitionalGroup> groups) {
    for (TransitionalGroup group : groups) {
      Stay reference = group.reference();
      for (Stay stay : group.stays) {
        if (stay != reference) {
          compare(reference, stay);
        }
      }
    }
  }

  private void compare(Stay reference, Stay stay) {
    String together =
        reference.processName()
            + " and "
            + stay.processName()
            + " go together from ring "
            + ring.id
            + " to "
            + reference.next;
    if (reference.matched != stay.matched) {
      int place = Math.min(reference.matched, stay.matched);
      history.findings.violation(
          Property.D2,
          stay.process,
          together
              + ", but deliver "
              + reference.matched
              + " and "
              + stay.matched
              + " messages before the transitional configuration; the first only one delivers: "
              + history.excerpt(ring.canonical, place));
      return;
    }
    int common = reference.tail.commonPrefix(stay.tail);
    boolean longer = stay.tail.size() > common;
    boolean shorter = reference.tail.size() > common && (stay.leftNormally || longer);
    if (longer || shorter) {
      history.findings.violation(
          Property.D2,
          stay.process,
          together
              + ", but their tails differ at place "
              + (common + 1)
              + ": "
              + history.excerpt(reference.tail, common)
              + "; "
              + history.excerpt(stay.tail, common));
    }
  }
}
