package io.evs.verify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Collects violations, warnings and counts. Keeps a bounded list, counts everything. */
final class ViolationCollector {
  private static final int LISTED = 100;

  private final List<Violation> violations = new ArrayList<>();
  private final Set<Property> properties = EnumSet.noneOf(Property.class);
  private final List<String> warnings = new ArrayList<>();
  private long violationCount;
  private boolean suspected;
  long events;
  long configurations;
  long deliveries;

  /** Records a violation; the first of each property is listed in any case. */
  void violation(Property property, int process, String message) {
    violationCount++;
    boolean firstOfProperty = properties.add(property);
    if (violations.size() < LISTED || firstOfProperty) {
      violations.add(new Violation(property, message, Integer.toUnsignedLong(process)));
    }
  }

  void warning(String message) {
    if (warnings.size() < LISTED) {
      warnings.add(message);
    }
  }

  /** Two histories differ; which property that breaks is decided at the end. */
  void suspect() {
    suspected = true;
  }

  boolean violated() {
    return suspected || violationCount > 0;
  }

  List<Violation> violations() {
    return violations;
  }

  long violationCount() {
    return violationCount;
  }

  List<String> warnings() {
    return warnings;
  }
}
