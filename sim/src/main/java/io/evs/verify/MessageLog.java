package io.evs.verify;

import io.evs.trace.RecordedTrace;
import io.evs.verify.report.Property;
import io.evs.verify.report.ViolationCollector;

/**
 * The messages in one process's log: identity (B4), single delivery (B2), ring (B3), own messages
 * (D1), and the comparison of each regular part with the canonical order of its ring.
 */
final class MessageLog {
  /** A larger step from one own message to the next is nonsense (property W). */
  private static final long LARGEST_STEP = 1_000_000;

  private final History history;
  private final Messages messages;
  private final ViolationCollector findings;
  private final int process;
  private MessageTable own;
  private boolean hasOwn;
  private long incarnation;
  private long lastNumber;

  /** Own messages of the current ring, oldest first, without a delivered beginning. */
  private final LongList pending = new LongList();

  private int pendingFrom;

  MessageLog(History history, int process) {
    this.history = history;
    this.messages = history.messages;
    this.findings = history.findings;
    this.process = process;
    this.own = new MessageTable(process, 0, -1);
  }

  /** A new incarnation begins; its numbers start again. */
  void begin(long newIncarnation) {
    incarnation = newIncarnation;
    hasOwn = false;
    lastNumber = 0;
    clearPending();
  }

  void submit(long n, boolean safe, long hash, int present, Stay stay, boolean inRing) {
    if (!plausible(n)) {
      return;
    }
    MessageTable table = own();
    int number = (int) n;
    table.set(number, MessageTable.SUBMITTED);
    checkIdentity(table, number, 0, safe, hash, present & ~RecordedTrace.SEQUENCE);
    if (inRing && !table.has(number, MessageTable.SENT)) {
      table.setSend(number, stay.ring.index, stay.regularLength());
    }
  }

  void send(long n, int sequence, boolean safe, long hash, int present, Stay stay, boolean right) {
    if (!plausible(n)) {
      return;
    }
    MessageTable table = own();
    int number = (int) n;
    if (table.has(number, MessageTable.SENT)) {
      findings.violation(
          Property.B2, process, name() + " sends its message " + n + " more than once");
      return;
    }
    table.set(number, MessageTable.SENT);
    checkIdentity(table, number, sequence, safe, hash, present);
    if (right) {
      table.setSend(number, stay.ring.index, stay.regularLength());
      pending.add(number);
    } else {
      table.setSend(number, -1, 0);
    }
  }

  void deliver(
      MessageTable table,
      int n,
      int sequence,
      boolean safe,
      long hash,
      int present,
      Stay stay,
      boolean right,
      boolean inTail) {
    table.set(n, MessageTable.DELIVERED);
    checkIdentity(table, n, sequence, safe, hash, present);
    boolean again = false;
    if (table.process == process && table.incarnation == incarnation) {
      again = table.has(n, MessageTable.SELF);
      table.set(n, MessageTable.SELF);
      dropDelivered();
    }
    if (!right || stay.repeated) {
      return;
    }
    int ring = table.deliveryRing(n);
    if (ring < 0) {
      table.setDeliveryRing(n, stay.ring.index);
    } else if (ring != stay.ring.index) {
      otherRing(table, n, stay, history.ring(ring), again);
      return;
    }
    boolean sequenceKnown = (present & RecordedTrace.SEQUENCE) != 0;
    if (inTail ? addToTail(table, n, stay) : addToRegular(table, n, stay)) {
      if (sequenceKnown) {
        checkSequence(table.handle(n), sequence, stay);
      }
    }
  }

  /** At the install of the next ring: everything sent in the one left must be delivered (D1). */
  void checkSelfDelivery(Stay left) {
    dropDelivered();
    int missing = undelivered();
    if (missing > 0 && left.obliged()) {
      findings.violation(
          Property.D1,
          process,
          name()
              + " leaves ring "
              + left.ring.id
              + " without delivering its own message "
              + firstUndelivered()
              + " sent there"
              + (missing > 1 ? ", and " + (missing - 1) + " more" : ""));
    }
    clearPending();
  }

  /** The highest own number of this incarnation. */
  long lastNumber() {
    return lastNumber;
  }

  /** Own messages sent in the current ring and not delivered yet. */
  int undelivered() {
    int count = 0;
    for (int i = pendingFrom; i < pending.size(); i++) {
      count += own.has((int) pending.get(i), MessageTable.SELF) ? 0 : 1;
    }
    return count;
  }

  /** The oldest of {@link #undelivered}. */
  long firstUndelivered() {
    for (int i = pendingFrom; i < pending.size(); i++) {
      if (!own.has((int) pending.get(i), MessageTable.SELF)) {
        return pending.get(i);
      }
    }
    return 0;
  }

  private boolean addToRegular(MessageTable table, int n, Stay stay) {
    long message = table.handle(n);
    int place = table.place(n);
    RingRecord ring = stay.ring;
    if (place >= 0 && place < stay.matched) {
      repeated(message, stay, "at place " + (place + 1));
      return false;
    }
    if (stay.diverged()) {
      stay.rest.add(message);
    } else if (stay.matched == ring.canonical.size()) {
      table.setPlace(n, stay.matched++);
      ring.canonical.add(message);
    } else if (ring.canonical.get(stay.matched) == message) {
      stay.matched++;
    } else {
      stay.rest.add(message);
      ring.diverged = true;
      findings.suspect();
    }
    return true;
  }

  private boolean addToTail(MessageTable table, int n, Stay stay) {
    long message = table.handle(n);
    int place = table.place(n);
    if (place >= 0 && place < stay.matched) {
      repeated(message, stay, "in the tail, and before at place " + (place + 1));
      return false;
    }
    if (!stay.addToTail(message)) {
      repeated(message, stay, "twice in the tail");
      return false;
    }
    return true;
  }

  private void repeated(long message, Stay stay, String where) {
    findings.violation(
        Property.B2,
        process,
        name()
            + " delivers "
            + messages.name(message)
            + " again in ring "
            + stay.ring.id
            + " ("
            + where
            + ")");
  }

  private void otherRing(MessageTable table, int n, Stay stay, RingRecord first, boolean again) {
    long message = table.handle(n);
    stay.ring.confused = true;
    first.confused = true;
    findings.violation(
        Property.B3,
        process,
        name()
            + " delivers "
            + messages.name(message)
            + " in ring "
            + stay.ring.id
            + ", but it is also delivered in ring "
            + first.id);
    if (again || deliveredHere(table, n, first)) {
      repeated(message, stay, "and before in ring " + first.id);
    }
  }

  private boolean deliveredHere(MessageTable table, int n, RingRecord ring) {
    for (Stay stay : ring.stays) {
      if (stay.process == process
          && stay.incarnation == incarnation
          && stay.delivered(table.handle(n), table.place(n))) {
        return true;
      }
    }
    return false;
  }

  /** The ring sequence must not decrease within a ring (D5). */
  private void checkSequence(long message, int sequence, Stay stay) {
    if (stay.sequenceKnown && sequence - stay.lastSequence < 0 && !stay.orderReported) {
      stay.orderReported = true;
      findings.violation(
          Property.D5,
          process,
          name()
              + " delivers "
              + messages.name(message)
              + " with ring sequence "
              + Integer.toUnsignedString(sequence)
              + " after "
              + Integer.toUnsignedString(stay.lastSequence)
              + " in ring "
              + stay.ring.id);
    }
    stay.sequenceKnown = true;
    stay.lastSequence = sequence;
  }

  /** The first value of each attribute is kept and the others compared with it (B4). */
  private void checkIdentity(
      MessageTable table, int n, int sequence, boolean safe, long hash, int present) {
    int flags = table.flags(n);
    if ((flags & MessageTable.SERVICE_KNOWN) == 0) {
      table.set(
          n, safe ? MessageTable.SAFE | MessageTable.SERVICE_KNOWN : MessageTable.SERVICE_KNOWN);
    } else if (safe != ((flags & MessageTable.SAFE) != 0)) {
      differs(table, n, "service", safe ? "safe" : "agreed", safe ? "agreed" : "safe");
    }
    if ((present & RecordedTrace.SEQUENCE) != 0) {
      if ((flags & MessageTable.SEQUENCE_KNOWN) == 0) {
        table.setSequence(n, sequence);
      } else if (table.sequence(n) != sequence) {
        differs(
            table,
            n,
            "ring sequence",
            Integer.toUnsignedString(sequence),
            Integer.toUnsignedString(table.sequence(n)));
      }
    }
    if ((present & RecordedTrace.HASH) != 0) {
      if ((flags & MessageTable.HASH_KNOWN) == 0) {
        table.setHash(n, hash);
      } else if (table.hash(n) != hash) {
        differs(table, n, "content hash", Long.toString(hash), Long.toString(table.hash(n)));
      }
    }
  }

  private void differs(MessageTable table, int n, String what, String here, String elsewhere) {
    findings.violation(
        Property.B4,
        process,
        name()
            + " has "
            + messages.name(table.handle(n))
            + " with "
            + what
            + " "
            + here
            + ", elsewhere it is "
            + elsewhere);
  }

  private boolean plausible(long n) {
    if (n < 1 || n > Messages.HIGHEST_NUMBER || n > lastNumber + LARGEST_STEP) {
      findings.violation(
          Property.W, process, name() + " has an own message number " + n + " after " + lastNumber);
      return false;
    }
    lastNumber = Math.max(lastNumber, n);
    return true;
  }

  private MessageTable own() {
    if (!hasOwn) {
      own = messages.table(process, incarnation);
      hasOwn = true;
    }
    return own;
  }

  private void dropDelivered() {
    while (pendingFrom < pending.size()
        && own.has((int) pending.get(pendingFrom), MessageTable.SELF)) {
      pendingFrom++;
    }
    if (pendingFrom == pending.size()) {
      clearPending();
    } else if (pendingFrom > 1024 && pendingFrom * 2 > pending.size()) {
      pending.removeFirst(pendingFrom);
      pendingFrom = 0;
    }
  }

  private void clearPending() {
    pending.clear();
    pendingFrom = 0;
  }

  private String name() {
    return History.name(process);
  }
}
