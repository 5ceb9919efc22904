package io.evs.verify;

import io.evs.verify.report.Property;

/** Walks a sequence of one ring once: FIFO (D3), causality (D4), one sender per sequence (B4). */
final class OrderCheck {
  private final History history;
  private final Messages messages;
  private final RingRecord ring;

  OrderCheck(History history, RingRecord ring) {
    this.history = history;
    this.messages = history.messages;
    this.ring = ring;
  }

  /** Checks the canonical order of the ring. */
  void run() {
    if (ring.canonical.isEmpty()) {
      return;
    }
    fifo(ring.canonical, ring.regularDeliverer(0));
    causality();
    senders();
  }

  /**
   * Messages of one sender stand in the order of their numbers and none is left out (D3). Reports
   * the first place only.
   *
   * @param witness whose sequence it is; for the canonical order any process
   */
  void fifo(LongList sequence, Stay witness) {
    int[] last = new int[messages.all().size()];
    for (int place = 0; place < sequence.size(); place++) {
      long message = sequence.get(place);
      int table = MessageTable.tableOf(message);
      int n = MessageTable.numberOf(message);
      if (n < last[table]) {
        long earlier = messages.tableOf(message).handle(last[table]);
        report(sequence, place, witness, "after its later " + messages.name(earlier));
        return;
      }
      if (n > last[table] + 1) {
        long before = history.predecessor(message, ring);
        if (before >= 0 && MessageTable.numberOf(before) > last[table]) {
          report(sequence, place, witness, "without the earlier " + messages.name(before));
          return;
        }
      }
      last[table] = n;
    }
  }

  private void report(LongList sequence, int place, Stay witness, String what) {
    Stay shown = sequence == ring.canonical ? ring.regularDeliverer(place) : witness;
    history.findings.violation(
        Property.D3,
        shown.process,
        shown.processName()
            + " delivers "
            + messages.name(sequence.get(place))
            + " "
            + what
            + ", in ring "
            + ring.id
            + " at place "
            + (place + 1)
            + ": "
            + history.excerpt(sequence, place));
  }

  /** A message stands behind everything its sender had delivered when it sent it (D4). */
  private void causality() {
    for (int place = 0; place < ring.canonical.size(); place++) {
      long message = ring.canonical.get(place);
      int before = causesOf(history, ring, message);
      if (before > place) {
        Stay shown = ring.regularDeliverer(place);
        history.findings.violation(
            Property.D4,
            shown.process,
            shown.processName()
                + " delivers "
                + messages.name(message)
                + " at place "
                + (place + 1)
                + " of ring "
                + ring.id
                + ", but its sender had delivered the first "
                + before
                + " messages before sending it: "
                + history.excerpt(ring.canonical, place));
        return;
      }
    }
  }

  /**
   * How many messages of the canonical order the sender had delivered before it sent this one; 0 if
   * that is not known.
   */
  static int causesOf(History history, RingRecord ring, long message) {
    MessageTable table = history.messages.tableOf(message);
    int n = MessageTable.numberOf(message);
    int before = table.sendRing(n) == ring.index ? table.deliveredBefore(n) : 0;
    if (before == 0 || !ring.diverged) {
      return before;
    }
    for (Stay stay : ring.stays) {
      if (stay.process == table.process && stay.incarnation == table.incarnation) {
        return Math.min(before, stay.matched);
      }
    }
    return 0;
  }

  private void senders() {
    for (int place = 1; place < ring.canonical.size(); place++) {
      long first = ring.canonical.get(place - 1);
      long second = ring.canonical.get(place);
      if (SequenceCheck.shared(messages, first, second)) {
        SequenceCheck.report(history, ring, first, second);
        return;
      }
    }
  }
}
