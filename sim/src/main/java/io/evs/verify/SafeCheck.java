package io.evs.verify;

import io.evs.verify.report.Property;
import java.util.List;

/** What a safe delivery promises: that the others deliver too (D7) and had installed (D8). */
final class SafeCheck {
  private final History history;
  private final Messages messages;
  private final RingRecord ring;

  SafeCheck(History history, RingRecord ring) {
    this.history = history;
    this.messages = history.messages;
    this.ring = ring;
  }

  void run(List<TransitionalGroup> groups) {
    installation();
    for (Stay stay : ring.stays) {
      if (stay.comparable() && stay.obliged()) {
        regularPart(stay);
      }
    }
    for (TransitionalGroup group : groups) {
      tail(group);
    }
  }

  private void regularPart(Stay stay) {
    for (int place = stay.matched; place < ring.canonical.size(); place++) {
      long message = ring.canonical.get(place);
      if (messages.isSafe(message) && !stay.tailContains(message)) {
        missing(
            stay,
            message,
            ring.regularDeliverer(place).processName()
                + " delivered in the regular configuration at place "
                + (place + 1));
        return;
      }
    }
  }

  /** Members of T that went elsewhere still owe the safe messages of T's tail. */
  private void tail(TransitionalGroup group) {
    Stay reference = group.reference();
    for (Stay stay : ring.stays) {
      if (!stay.comparable() || !stay.obliged() || !group.names(stay.process) || group.has(stay)) {
        continue;
      }
      for (int i = 0; i < reference.tail.size(); i++) {
        long message = reference.tail.get(i);
        if (messages.isSafe(message) && !stay.delivered(message, messages.place(message))) {
          missing(
              stay,
              message,
              reference.processName()
                  + " delivered in the transitional configuration "
                  + History.set(group.members)
                  + " to "
                  + group.next);
          break;
        }
      }
    }
  }

  private void missing(Stay stay, long message, String who) {
    history.findings.violation(
        Property.D7,
        stay.process,
        stay.processName()
            + " leaves ring "
            + ring.id
            + " for "
            + stay.next
            + " without the safe "
            + messages.name(message)
            + ", which "
            + who
            + "; its tail: "
            + history.excerpt(stay.tail, stay.tail.size()));
  }

  private void installation() {
    int place = 0;
    while (place < ring.canonical.size() && !messages.isSafe(ring.canonical.get(place))) {
      place++;
    }
    if (place == ring.canonical.size()) {
      return;
    }
    for (int member : ring.members) {
      if (history.hasLog(member)
          && !ring.visitedBy(member)
          && !history.log(member).isCut()
          && !history.log(member).lost()) {
        history.findings.violation(
            Property.D8,
            member,
            ring.regularDeliverer(place).processName()
                + " delivers the safe "
                + messages.name(ring.canonical.get(place))
                + " in ring "
                + ring.id
                + ", but its member "
                + History.name(member)
                + " never installed it");
      }
    }
  }
}
