package io.evs.verify;

import io.evs.verify.report.Property;
import java.util.Arrays;

/** What every install of a ring must agree on: C2 and C4. */
final class RingRules {
  private RingRules() {}

  /** Takes the first install as the definition of a ring and compares the later ones with it. */
  static void define(History history, RingRecord ring, int process, int[] members) {
    if (!ring.installed) {
      ring.installed = true;
      ring.members = members.clone();
      ring.definer = process;
      if (history.options.representativeIsLeast() && !hasLeastRepresentative(ring, members)) {
        history.findings.violation(
            Property.C4,
            process,
            History.name(process)
                + " installs ring "
                + ring.id
                + " whose representative is not the least of "
                + History.set(members));
      }
      return;
    }
    if (!Arrays.equals(ring.members, members)) {
      history.findings.violation(
          Property.C2,
          process,
          History.name(process)
              + " installs ring "
              + ring.id
              + " with members "
              + History.set(members)
              + ", but "
              + History.name(ring.definer)
              + " with "
              + History.set(ring.members));
    }
  }

  static boolean ascending(int[] members) {
    for (int i = 1; i < members.length; i++) {
      if (Integer.compareUnsigned(members[i - 1], members[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasLeastRepresentative(RingRecord ring, int[] members) {
    int representative = ring.id.representative();
    boolean member = false;
    for (int id : members) {
      if (Integer.compareUnsigned(id, representative) < 0) {
        return false;
      }
      member |= id == representative;
    }
    return member;
  }
}
