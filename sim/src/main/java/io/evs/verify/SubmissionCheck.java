package io.evs.verify;

import io.evs.verify.report.Property;
import io.evs.verify.report.ViolationCollector;
import java.util.Map;
import java.util.TreeMap;

/**
 * Each message's origin against its deliveries: creation (B1), the ring of the send (B3), and
 * self-delivery (D1) of messages whose log has only the submission.
 */
final class SubmissionCheck {
  private final History history;
  private final ViolationCollector findings;
  private final Messages messages;
  private final Map<Integer, SequenceCheck> sequenceChecks = new TreeMap<>();

  SubmissionCheck(History history) {
    this.history = history;
    this.findings = history.findings;
    this.messages = history.messages;
  }

  void run() {
    messages.all().stream()
        .sorted(
            (a, b) ->
                a.process == b.process
                    ? Long.compare(a.incarnation, b.incarnation)
                    : Integer.compareUnsigned(a.process, b.process))
        .forEach(this::check);
    sequenceChecks.values().forEach(SequenceCheck::run);
  }

  private void check(MessageTable table) {
    int created = 0;
    int firstCreated = 0;
    boolean unboundReported = false;
    for (int n = table.nextInUse(0); n > 0; n = table.nextInUse(n)) {
      int flags = table.flags(n);
      if (flags == 0) {
        continue;
      }
      boolean sent = (flags & (MessageTable.SENT | MessageTable.SUBMITTED)) != 0;
      if (!sent && created++ == 0) {
        firstCreated = n;
      }
      sendRing(table, n);
      if (!unboundReported && (flags & MessageTable.SENT) == 0) {
        unboundReported = selfDelivery(table, n);
      }
      looseSequence(table, n);
    }
    if (created > 0) {
      creation(table, firstCreated, created);
    }
  }

  private void creation(MessageTable table, int first, int count) {
    boolean logged = history.hasLog(table.process);
    String message =
        messages.name(table.handle(first))
            + " is delivered in ring "
            + (table.deliveryRing(first) < 0 ? "?" : history.ring(table.deliveryRing(first)).id)
            + (logged ? " but was never sent" : ", but there is no log of its sender")
            + (count > 1 ? "; and " + (count - 1) + " more of that sender" : "");
    boolean unknown = logged && history.log(table.process).mayHaveSent(table.incarnation, first);
    if (unknown || !logged && history.options.unloggedSenders()) {
      findings.warning(message + (unknown ? " in what is left of a cut log" : ""));
      return;
    }
    findings.violation(Property.B1, table.process, message);
  }

  private void sendRing(MessageTable table, int n) {
    int sent = table.sendRing(n);
    int delivered = table.deliveryRing(n);
    if (table.has(n, MessageTable.SENT) && sent >= 0 && delivered >= 0 && sent != delivered) {
      findings.violation(
          Property.B3,
          table.process,
          messages.name(table.handle(n))
              + " was sent in ring "
              + history.ring(sent).id
              + " but is delivered in ring "
              + history.ring(delivered).id);
    }
  }

  private boolean selfDelivery(MessageTable table, int n) {
    int delivered = table.deliveryRing(n);
    if (delivered < 0 || !table.has(n, MessageTable.SUBMITTED) || table.has(n, MessageTable.SELF)) {
      return false;
    }
    for (Stay stay : history.ring(delivered).stays) {
      if (stay.process == table.process
          && stay.incarnation == table.incarnation
          && stay.obliged()
          && !stay.repeated) {
        findings.violation(
            Property.D1,
            table.process,
            stay.processName()
                + " leaves ring "
                + stay.ring.id
                + " without delivering its own message "
                + n
                + ", which others deliver there");
        return true;
      }
    }
    return false;
  }

  private void looseSequence(MessageTable table, int n) {
    if (table.place(n) >= 0 || !table.has(n, MessageTable.SEQUENCE_KNOWN)) {
      return;
    }
    int ring = history.ringOf(table, n);
    if (ring >= 0) {
      sequenceChecks
          .computeIfAbsent(ring, index -> new SequenceCheck(history, history.ring(index)))
          .add(table.handle(n));
    }
  }
}
