package io.evs.verify;

import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One ring sequence belongs to one sender (B4), for messages outside the canonical order: those
 * delivered in tails only, or not at all. Among the canonical ones {@link OrderCheck} sees it.
 */
final class SequenceCheck {
  private final History history;
  private final Messages messages;
  private final RingRecord ring;
  private final List<Long> loose = new ArrayList<>();

  SequenceCheck(History history, RingRecord ring) {
    this.history = history;
    this.messages = history.messages;
    this.ring = ring;
  }

  /** Adds a message of this ring that has no canonical place. */
  void add(long message) {
    loose.add(message);
  }

  void run() {
    loose.sort(
        Comparator.comparingInt((Long message) -> messages.sequence(message))
            .thenComparing(Comparator.naturalOrder()));
    for (int i = 0; i < loose.size(); i++) {
      long message = loose.get(i);
      if (i > 0 && shared(messages, loose.get(i - 1), message)) {
        report(history, ring, loose.get(i - 1), message);
        return;
      }
      int place = placeOf(messages.sequence(message));
      if (place >= 0 && shared(messages, ring.canonical.get(place), message)) {
        report(history, ring, ring.canonical.get(place), message);
        return;
      }
    }
  }

  /** Both have the same ring sequence and different senders. */
  static boolean shared(Messages messages, long first, long second) {
    return messages.sender(first) != messages.sender(second)
        && messages.hasSequence(first)
        && messages.hasSequence(second)
        && messages.sequence(first) == messages.sequence(second);
  }

  static void report(History history, RingRecord ring, long first, long second) {
    history.findings.violation(
        Property.B4,
        history.messages.sender(second),
        "ring sequence "
            + Integer.toUnsignedString(history.messages.sequence(second))
            + " of ring "
            + ring.id
            + " belongs to "
            + history.messages.name(first)
            + " and to "
            + history.messages.name(second));
  }

  /** A canonical place with this sequence, or -1; the canonical order is that of the sequences. */
  private int placeOf(int sequence) {
    int low = 0;
    int high = ring.canonical.size() - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      long message = ring.canonical.get(middle);
      if (!messages.hasSequence(message)) {
        return -1;
      }
      int distance = messages.sequence(message) - sequence;
      if (distance == 0) {
        return middle;
      }
      if (distance < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
