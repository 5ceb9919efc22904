package io.evs.verify;

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
  private final List<Visit> visits = new ArrayList<>();
  private final List<LongList> sequences = new ArrayList<>();

  DivergenceCheck(History history, RingRecord ring) {
    this.history = history;
    this.messages = history.messages;
    this.ring = ring;
  }

  /** Reports the differences and leaves the ring with a canonical order that the rules can use. */
  void run() {
    for (Visit visit : ring.visits) {
      if (!visit.repeated) {
        visits.add(visit);
        sequences.add(wholeRegularPart(visit));
      }
    }
    int reference = reference();
    adopt(sequences.get(reference));
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      LongList sequence = sequences.get(i);
      visit.matched = sequence.commonPrefix(ring.canonical);
      visit.rest.clear();
      visit.rest.addAll(sequence, visit.matched, sequence.size());
    }
    for (int i = 0; i < visits.size(); i++) {
      if (visits.get(i).diverged()) {
        classify(visits.get(i), sequences.get(i), visits.get(reference));
        new OrderCheck(history, ring).fifo(sequences.get(i), visits.get(i));
      }
    }
  }

  private LongList wholeRegularPart(Visit visit) {
    LongList sequence = new LongList();
    sequence.addAll(ring.canonical, 0, visit.matched);
    LongSet seen = new LongSet();
    seen.addAll(sequence);
    for (int i = 0; i < visit.rest.size(); i++) {
      long message = visit.rest.get(i);
      if (seen.add(message)) {
        sequence.add(message);
      } else {
        repeated(visit, message);
      }
    }
    if (visit.diverged()) {
      for (int i = 0; i < visit.tail.size(); i++) {
        if (seen.contains(visit.tail.get(i))) {
          repeated(visit, visit.tail.get(i));
        }
      }
    }
    return sequence;
  }

  private void repeated(Visit visit, long message) {
    history.findings.violation(
        Property.B2,
        visit.process,
        visit.processName()
            + " delivers "
            + messages.name(message)
            + " more than once in ring "
            + ring.id);
  }

  /** The longest sequence whose own ring sequences do not contradict it; then the least process. */
  private int reference() {
    int best = 0;
    for (int i = 1; i < visits.size(); i++) {
      boolean sound = !visits.get(i).orderReported;
      boolean bestSound = !visits.get(best).orderReported;
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

  private void classify(Visit visit, LongList sequence, Visit reference) {
    int place = visit.matched;
    if (place >= ring.canonical.size()) {
      return;
    }
    long expected = ring.canonical.get(place);
    long found = sequence.get(place);
    boolean hasExpected = contains(visit, sequence, expected);
    boolean referenceHasFound = contains(reference, ring.canonical, found);
    boolean reordered = hasExpected && referenceHasFound;
    if (reordered && visit.orderReported) {
      return;
    }
    Visit lacking = hasExpected && !referenceHasFound ? reference : visit;
    long lacked = hasExpected && !referenceHasFound ? found : expected;
    String what =
        reordered
            ? visit.processName()
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
                + (lacking == visit ? reference : visit).processName()
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
            + visit.processName()
            + ": "
            + history.excerpt(sequence, place));
  }

  private static boolean contains(Visit visit, LongList regular, long message) {
    for (int i = 0; i < regular.size(); i++) {
      if (regular.get(i) == message) {
        return true;
      }
    }
    return visit.tailContains(message);
  }
}
