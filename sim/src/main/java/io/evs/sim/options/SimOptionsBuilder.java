package io.evs.sim.options;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Options to be changed, with their defaults. What each means says {@link SimOptions}, whose
 * components have the same names. A span or until of 0 follows from the messages.
 */
public final class SimOptionsBuilder {
  private static final long MS = 1_000_000L;

  public int nodes = 3;
  public long seed = 1;
  public int messages = 200;
  public int payloadFrom;
  public int payloadTo = 4000;
  public double largeShare = 0.01;
  public double safe = 0.2;
  public double loss;
  public boolean burstLoss;
  public double duplicate;
  public double reorder;
  public double corrupt;
  public double garbage;
  public int partitions;
  public double oddLinks;
  public int crashes;
  public int pauses;
  public int typeLosses;
  public int deafs;
  public int stateFaults;
  public int rtrEntries;
  public int failRecv;
  public boolean clockSkew;
  public double stayDown = 0.2;
  public String profile = "default";
  public long latencyNanos = MS;
  public long spanNanos;
  public long untilNanos;
  public int initialSeq;
  public int initialTokenSeq;
  public boolean formFirst = true;
  public boolean learnAddresses;
  public boolean sealed;
  public long maxSteps = 20_000_000;
  public boolean locks;
  public boolean services;
  public boolean state;
  public String quorum = "";

  SimOptionsBuilder() {}

  SimOptionsBuilder(SimOptions from) {
    Map<String, Object> values = RecordFields.of(from);
    try {
      for (Field field : fields()) {
        field.set(this, values.get(field.getName()));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Range of ordinary payloads in bytes; no large messages beside it. */
  public void payload(int from, int to) {
    payloadFrom = from;
    payloadTo = to;
    largeShare = 0;
  }

  /** Applications take locks, while faults come. */
  public void takeLocks() {
    locks = true;
    spreadFaults();
  }

  /** Applications lead and meet, while faults come. */
  public void useServices() {
    services = true;
    spreadFaults();
  }

  /**
   * Over 12 s at least: locks are granted a lease after the first ring, and faults before then
   * would show nothing.
   */
  private void spreadFaults() {
    long longer = Math.max(0, 12_000 * MS - spanNanos);
    spanNanos += longer;
    untilNanos += longer;
  }

  SimOptions build() {
    Map<String, Object> values = new LinkedHashMap<>();
    try {
      for (Field field : fields()) {
        values.put(field.getName(), field.get(this));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    long span = spanNanos > 0 ? spanNanos : Math.max(1000 * MS, messages * 4L * MS);
    // Time enough for the heaviest loss that the profile is made for.
    long patience = profile.equals("lossy") ? 3_600_000 * MS : 20_000 * MS;
    values.put("spanNanos", span);
    values.put("untilNanos", untilNanos > 0 ? Math.max(untilNanos, span) : span + patience);
    return RecordFields.make(SimOptions.class, values);
  }

  private static Iterable<Field> fields() {
    return Arrays.stream(SimOptionsBuilder.class.getDeclaredFields())
            .filter(each -> !Modifier.isStatic(each.getModifiers()))
        ::iterator;
  }
}
