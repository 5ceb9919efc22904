package io.evs.verify;

import io.evs.verify.report.Property;
import io.evs.verify.report.ViolationCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What must have happened once the environment is stable: L1 to L4. */
final class LivenessCheck {
  private final History history;
  private final ViolationCollector findings;
  private final long deadlineMicros;
  private final boolean timed;
  private final boolean drained;

  /**
   * Of a history whose environment was stable from a time on.
   *
   * @param convergenceMicros time allowed, negative if not said
   */
  LivenessCheck(History history, long stableMicros, long convergenceMicros, boolean drained) {
    this.history = history;
    this.findings = history.findings;
    this.timed = convergenceMicros >= 0;
    this.deadlineMicros = stableMicros + convergenceMicros;
    this.drained = drained;
  }

  /** Checks one component: processes that could all reach each other. */
  void component(int[] component) {
    int[] members = component.clone();
    for (int i = 0; i < members.length; i++) {
      members[i] ^= Integer.MIN_VALUE;
    }
    Arrays.sort(members);
    for (int i = 0; i < members.length; i++) {
      members[i] ^= Integer.MIN_VALUE;
    }
    List<ProcessLog> settled = new ArrayList<>();
    for (int member : members) {
      if (!history.hasLog(member)) {
        findings.warning(History.name(member) + " of a stable component has no log");
      } else if (history.log(member).isCut() || history.log(member).lost()) {
        findings.warning(History.name(member) + " of a stable component has a cut log");
      } else {
        converged(history.log(member), members, settled);
      }
    }
    sameRing(settled, members);
    if (drained) {
      for (ProcessLog log : settled) {
        terminated(log);
      }
    }
  }

  private void converged(ProcessLog log, int[] members, List<ProcessLog> settled) {
    if (!log.settled()) {
      findings.violation(
          Property.L1,
          log.process,
          log.name()
              + " of the stable component "
              + History.set(members)
              + " does not end alive in a regular configuration");
      return;
    }
    RingRecord ring = log.lastStay().ring;
    if (!Arrays.equals(ring.members, members)) {
      findings.violation(
          Property.L1,
          log.process,
          log.name()
              + " ends in ring "
              + ring.id
              + " of "
              + History.set(ring.members)
              + ", but the stable component is "
              + History.set(members));
      return;
    }
    settled.add(log);
    if (timed && log.installTimeKnown() && log.installedAtMicros() > deadlineMicros) {
      findings.violation(
          Property.L3,
          log.process,
          log.name()
              + " installs its last ring "
              + ring.id
              + " at "
              + log.installedAtMicros()
              + " us, later than "
              + deadlineMicros
              + " us");
    }
  }

  private void sameRing(List<ProcessLog> settled, int[] members) {
    for (ProcessLog log : settled) {
      ProcessLog first = settled.get(0);
      if (log.lastStay().ring != first.lastStay().ring) {
        findings.violation(
            Property.L1,
            log.process,
            log.name()
                + " ends in ring "
                + log.lastStay().ring.id
                + ", but "
                + first.name()
                + " of the same stable component "
                + History.set(members)
                + " in ring "
                + first.lastStay().ring.id);
      }
    }
  }

  private void terminated(ProcessLog log) {
    Stay stay = log.lastStay();
    RingRecord ring = stay.ring;
    int undelivered = log.messages().undelivered();
    if (undelivered > 0) {
      findings.violation(
          Property.L2,
          log.process,
          log.name()
              + " never delivers its own message "
              + log.messages().firstUndelivered()
              + " sent in the last ring "
              + ring.id
              + (undelivered > 1 ? ", and " + (undelivered - 1) + " more" : ""));
    } else if (stay.comparable() && stay.matched < ring.canonical.size()) {
      findings.violation(
          Property.L2,
          log.process,
          log.name()
              + " delivers "
              + stay.matched
              + " messages of the last ring "
              + ring.id
              + ", "
              + ring.regularDeliverer(ring.canonical.size() - 1).processName()
              + " "
              + ring.canonical.size()
              + "; the first it lacks: "
              + history.excerpt(ring.canonical, stay.matched));
    }
    submissions(log);
  }

  private void submissions(ProcessLog log) {
    MessageTable table = history.messages.table(log.process, log.lastIncarnation());
    int lost = 0;
    int first = 0;
    for (int n = table.nextInUse(0); n > 0; n = table.nextInUse(n)) {
      if (table.has(n, MessageTable.SUBMITTED) && !table.has(n, MessageTable.SELF) && lost++ == 0) {
        first = n;
      }
    }
    if (lost > 0) {
      findings.violation(
          Property.L4,
          log.process,
          log.name()
              + " accepted its message "
              + first
              + " and never delivers it"
              + (lost > 1 ? "; and " + (lost - 1) + " more" : ""));
    }
  }
}
