package io.evs.verify;

import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.List;

/**
 * Regular parts that are not prefixes of one sequence: D5 if both processes deliver both messages
 * where they first differ, D6 if one of them leaves a message out.
 *
 * <p>While reading, the first log to reach a place defines it. So that verdicts do not depend on
 * the order of reading, the reference is chosen again here, from the logs alone.
 */
final class DivergenceCheck {
  private final History history;
  private final Messages messages;
  private final RingRecord ring;
  private final List<Stay> stays = new ArrayList<>();
  private final List<LongList> sequences = new ArrayList<>();

  DivergenceCheck(History history, RingRecord ring) {
    this.history = history;
    this.messages = history.messages;
    this.ring = ring;
  }

  /** Reports the differences and leaves the ring with a canonical order that the rules can use. */
  void run() {
    for (Stay stay : ring.stays) {
      if (!stay.repeated) {
        stays.add(stay);
        sequences.add(wholeRegularPart(stay));
      }
    }
    int reference = reference();
    adopt(sequences.get(reference));
    for (int i = 0; i < stays.size(); i++) {
      Stay stay = stays.get(i);
      LongList sequence = sequences.get(i);
      stay.matched = sequence.commonPrefix(ring.canonical);
      stay.rest.clear();
      stay.rest.addAll(sequence, stay.matched, sequence.size());
    }
    for (int i = 0; i < stays.size(); i++) {
      if (stays.get(i).diverged()) {
        classify(stays.get(i), sequences.get(i), stays.get(reference));
        new OrderCheck(history, ring).fifo(sequences.get(i), stays.get(i));
      }
    }
  }

  private LongList wholeRegularPart(Stay stay) {
    LongList sequence = new LongList();
    sequence.addAll(ring.canonical, 0, stay.matched);
    LongSet seen = new LongSet();
    seen.addAll(sequence);
    for (int i = 0; i < stay.rest.size(); i++) {
      long message = stay.rest.get(i);
      if (seen.add(message)) {
        sequence.add(message);
      } else {
        repeated(stay, message);
      }
    }
    if (stay.diverged()) {
      for (int i = 0; i < stay.tail.size(); i++) {
        if (seen.contains(stay.tail.get(i))) {
          repeated(stay, stay.tail.get(i));
        }
      }
    }
    return sequence;
  }

  private void repeated(Stay stay, long message) {
    history.findings.violation(
        Property.B2,
        stay.process,
        stay.processName()
            + " delivers "
            + messages.name(message)
            + " more than once in ring "
            + ring.id);
  }

  /** The longest sequence whose own ring sequences do not contradict it; then the least process. */
  private int reference() {
    int best = 0;
    for (int i = 1; i < stays.size(); i++) {
      boolean sound = !stays.get(i).orderReported;
      boolean bestSound = !stays.get(best).orderReported;
      boolean longer = sequences.get(i).size() > sequences.get(best).size();
      if (sound == bestSound ? longer : sound) {
        best = i;
      }
    }
    return best;
  }

  private void adopt(LongList reference) {
    for (LongList sequence : sequences) {
      for (int i = 0; i < sequence.size(); i++) {
        messages.setPlace(sequence.get(i), -1);
      }
    }
    ring.canonical.clear();
    ring.canonical.addAll(reference, 0, reference.size());
    for (int i = 0; i < reference.size(); i++) {
      messages.setPlace(reference.get(i), i);
    }
  }

  private void classify(Stay stay, LongList sequence, Stay reference) {
    int place = stay.matched;
    if (place >= ring.canonical.size()) {
      return;
    }
    long expected = ring.canonical.get(place);
    long found = sequence.get(place);
    boolean hasExpected = contains(stay, sequence, expected);
    boolean referenceHasFound = contains(reference, ring.canonical, found);
    boolean reordered = hasExpected && referenceHasFound;
    if (reordered && stay.orderReported) {
      return;
    }
    Stay lacking = hasExpected && !referenceHasFound ? reference : stay;
    long lacked = hasExpected && !referenceHasFound ? found : expected;
    String what =
        reordered
            ? stay.processName()
                + " delivers "
                + messages.name(found)
                + " before "
                + messages.name(expected)
                + ", "
                + reference.processName()
                + " the other way round"
            : lacking.processName()
                + " delivers later messages without "
                + messages.name(lacked)
                + ", which "
                + (lacking == stay ? reference : stay).processName()
                + " delivers before them";
    history.findings.violation(
        reordered ? Property.D5 : Property.D6,
        lacking.process,
        what
            + ", in ring "
            + ring.id
            + " at place "
            + (place + 1)
            + ": "
            + reference.processName()
            + ": "
            + history.excerpt(ring.canonical, place)
            + "; "
            + stay.processName()
            + ": "
            + history.excerpt(sequence, place));
  }

  private static boolean contains(Stay stay, LongList regular, long message) {
    for (int i = 0; i < regular.size(); i++) {
      if (regular.get(i) == message) {
        return true;
      }
    }
    return stay.tailContains(message);
  }
}
