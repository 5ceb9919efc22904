package io.evs.verify;

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
    for (Visit visit : ring.visits) {
      if (visit.comparable() && visit.obliged()) {
        regularPart(visit);
      }
    }
    for (TransitionalGroup group : groups) {
      tail(group);
    }
  }

  private void regularPart(Visit visit) {
    for (int place = visit.matched; place < ring.canonical.size(); place++) {
      long message = ring.canonical.get(place);
      if (messages.isSafe(message) && !visit.tailContains(message)) {
        missing(
            visit,
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
    Visit reference = group.reference();
    for (Visit visit : ring.visits) {
      if (!visit.comparable()
          || !visit.obliged()
          || !group.names(visit.process)
          || group.has(visit)) {
        continue;
      }
      for (int i = 0; i < reference.tail.size(); i++) {
        long message = reference.tail.get(i);
        if (messages.isSafe(message) && !visit.delivered(message, messages.place(message))) {
          missing(
              visit,
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

  private void missing(Visit visit, long message, String who) {
    history.findings.violation(
        Property.D7,
        visit.process,
        visit.processName()
            + " leaves ring "
            + ring.id
            + " for "
            + visit.next
            + " without the safe "
            + messages.name(message)
            + ", which "
            + who
            + "; its tail: "
            + history.excerpt(visit.tail, visit.tail.size()));
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
