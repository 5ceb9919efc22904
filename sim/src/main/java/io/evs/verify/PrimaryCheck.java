package io.evs.verify;

import io.evs.RingId;
import io.evs.verify.report.Property;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rings marked primary form one history, and are so for all their members (P1). */
final class PrimaryCheck {
  private record Step(RingId from, RingId to) {}

  private PrimaryCheck() {}

  /** Whoever decides before leaving the ring decides alike. */
  private static void agreement(History history, RingRecord ring) {
    if (ring.toldPrimary.isPresent() && ring.toldNotPrimary.isPresent()) {
      history.findings.violation(
          Property.P1,
          ring.toldNotPrimary.get(),
          "ring "
              + ring.id
              + " is primary at "
              + History.name(ring.toldPrimary.get())
              + " and not at "
              + History.name(ring.toldNotPrimary.get()));
    }
  }

  static void run(History history, List<RingRecord> ascendingRings) {
    ascendingRings.forEach(ring -> agreement(history, ring));
    List<RingRecord> primaries = ascendingRings.stream().filter(ring -> ring.primary).toList();
    Set<Step> steps = new HashSet<>();
    Map<Integer, RingId> lastOf = new HashMap<>();
    for (RingRecord ring : primaries) {
      for (Stay stay : ring.stays) {
        RingId last = lastOf.put(stay.process, ring.id);
        if (last != null) {
          steps.add(new Step(last, ring.id));
        }
      }
    }
    for (int i = 1; i < primaries.size(); i++) {
      RingRecord earlier = primaries.get(i - 1);
      RingRecord later = primaries.get(i);
      if (!steps.contains(new Step(earlier.id, later.id))) {
        history.findings.violation(
            Property.P1,
            later.stays.get(0).process,
            "primary ring "
                + later.id
                + " "
                + History.set(later.members)
                + " follows primary ring "
                + earlier.id
                + " "
                + History.set(earlier.members)
                + ", but no process installed both as consecutive primaries");
      }
    }
  }
}
