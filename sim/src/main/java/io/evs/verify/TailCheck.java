package io.evs.verify;

import io.evs.verify.report.Property;

/**
 * One tail against the canonical order of its ring: FIFO (D3), causality (D4), order (D5) and gaps
 * (D6). By D2 one tail stands for all who share the transitional configuration.
 */
final class TailCheck {
  private static final long NONE = -1;

  private final History history;
  private final Messages messages;
  private final RingRecord ring;
  private final TransitionalGroup group;
  private final Stay stay;
  private final LongSet delivered = new LongSet();
  private int firstMissing;
  private int lastPlace;
  private long firstLoose = NONE;
  private boolean gapReported;
  private boolean regularGapReported;
  private int gaps;

  TailCheck(History history, RingRecord ring, TransitionalGroup group) {
    this.history = history;
    this.messages = history.messages;
    this.ring = ring;
    this.group = group;
    this.stay = group.reference();
  }

  /** Checks the tail; returns how many canonical messages it leaves out. */
  int run() {
    firstMissing = stay.matched;
    lastPlace = stay.matched - 1;
    for (int i = 0; i < stay.tail.size(); i++) {
      long message = stay.tail.get(i);
      fifo(message, i);
      causality(message, i);
      int place = messages.place(message);
      if (place >= 0) {
        canonical(place, i);
      } else {
        loose(message);
      }
      delivered.add(message);
    }
    if (firstLoose != NONE && !regularGapReported) {
      skip(ring.canonical.size(), stay.tail.size() - 1);
    }
    return gaps;
  }

  private void fifo(long message, int index) {
    long before = history.predecessor(message, ring);
    if (before < 0) {
      return;
    }
    int place = messages.place(before);
    if (place >= 0 && place < stay.matched || delivered.contains(before)) {
      return;
    }
    report(Property.D3, index, "without the earlier " + messages.name(before));
  }

  private void causality(long message, int index) {
    int before = OrderCheck.causesOf(history, ring, message);
    if (before > firstMissing) {
      report(
          Property.D4,
          index,
          "without "
              + messages.name(ring.canonical.get(firstMissing))
              + ", which its sender had delivered before sending it");
    }
  }

  private void canonical(int place, int index) {
    if (place <= lastPlace) {
      report(
          Property.D5,
          index,
          "after "
              + messages.name(ring.canonical.get(lastPlace))
              + "; "
              + ring.regularDeliverer(lastPlace).processName()
              + " delivers them the other way round");
      return;
    }
    if (firstLoose != NONE) {
      regularGap(firstLoose, place);
    }
    skip(place, index);
    lastPlace = place;
    if (place == firstMissing) {
      firstMissing++;
    }
  }

  /** A message that no regular part has: everything canonical is ordered before it. */
  private void loose(long message) {
    if (firstLoose == NONE) {
      firstLoose = message;
    }
    int end = ring.canonical.size();
    if (end > 0 && messages.sequencedBefore(message, ring.canonical.get(end - 1))) {
      regularGap(message, end - 1);
    }
  }

  /** Canonical messages up to this place were left out: allowed for senders outside T. */
  private void skip(int to, int index) {
    for (int place = lastPlace + 1; place < to; place++) {
      long skipped = ring.canonical.get(place);
      gaps++;
      if (group.names(messages.sender(skipped)) && !gapReported) {
        gapReported = true;
        report(
            Property.D6,
            index,
            "without "
                + messages.name(skipped)
                + " ordered before it, whose sender"
                + " is in the transitional configuration "
                + History.set(group.members));
      }
    }
    lastPlace = Math.max(lastPlace, to - 1);
  }

  private void regularGap(long loose, int place) {
    if (regularGapReported) {
      return;
    }
    regularGapReported = true;
    Stay lacking = ring.regularDeliverer(place);
    history.findings.violation(
        Property.D6,
        lacking.process,
        lacking.processName()
            + " delivers "
            + messages.name(ring.canonical.get(place))
            + " at place "
            + (place + 1)
            + " of ring "
            + ring.id
            + " without "
            + messages.name(loose)
            + ", which is ordered before it in the tail of "
            + stay.processName()
            + ": "
            + history.excerpt(stay.tail, indexOf(loose)));
  }

  private int indexOf(long message) {
    int index = 0;
    while (stay.tail.get(index) != message) {
      index++;
    }
    return index;
  }

  private void report(Property property, int index, String what) {
    history.findings.violation(
        property,
        stay.process,
        stay.processName()
            + " delivers "
            + messages.name(stay.tail.get(index))
            + " in its tail of ring "
            + ring.id
            + " to "
            + stay.next
            + " "
            + what
            + ": "
            + history.excerpt(stay.tail, index));
  }
}
