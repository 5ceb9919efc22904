package io.evs.verify.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Collects violations, warnings and counts. Keeps a bounded list, counts everything. */
public final class ViolationCollector {
  private static final int LISTED = 100;

  private final List<Violation> violations = new ArrayList<>();
  private final Set<Property> properties = EnumSet.noneOf(Property.class);
  private final List<String> warnings = new ArrayList<>();
  private long violationCount;
  private boolean suspected;
  private Path file;
  private long line;
  public long events;
  public long configurations;
  public long deliveries;

  /** What is found from now on is found at that line. */
  public void line(Path of, long number) {
    file = of;
    line = number;
  }

  /** All lines are read: what is found from now on is of no single one. */
  public void linesEnd() {
    file = null;
  }

  /** Records a line that breaks the format, whose message says which one that is. */
  public void malformed(int process, String message) {
    record(Property.W, process, message);
  }

  /** Records a violation, with the line that it was found at. */
  public void violation(Property property, int process, String message) {
    record(property, process, file == null ? message : message + ", at " + file + ":" + line);
  }

  /** The first of each property is listed in any case. */
  private void record(Property property, int process, String message) {
    violationCount++;
    boolean firstOfProperty = properties.add(property);
    if (violations.size() < LISTED || firstOfProperty) {
      violations.add(new Violation(property, message, Integer.toUnsignedLong(process)));
    }
  }

  public void warning(String message) {
    if (warnings.size() < LISTED) {
      warnings.add(message);
    }
  }

  /** Two histories differ; which property that breaks is decided at the end. */
  public void suspect() {
    suspected = true;
  }

  public boolean violated() {
    return suspected || violationCount > 0;
  }

  public List<Violation> violations() {
    return violations;
  }

  public long violationCount() {
    return violationCount;
  }

  public List<String> warnings() {
    return warnings;
  }
}
