package io.evs.totem.part;

import java.util.Arrays;

/** Deadlines of the {@link Timer}s. */
public final class Timers {
  private static final long NEVER = Long.MAX_VALUE;
  private static final Timer[] ALL = Timer.values();

  private final long[] deadlines = new long[ALL.length];

  public Timers() {
    Arrays.fill(deadlines, NEVER);
  }

  public void set(Timer timer, long deadline) {
    deadlines[timer.ordinal()] = deadline;
  }

  /** Brings a timer that is set forward. */
  public void hasten(Timer timer, long deadline) {
    int index = timer.ordinal();
    if (deadlines[index] != NEVER) {
      deadlines[index] = Math.min(deadlines[index], deadline);
    }
  }

  public void cancel(Timer timer) {
    deadlines[timer.ordinal()] = NEVER;
  }

  /** When it is due; {@link Long#MAX_VALUE} if it is not set. */
  public long at(Timer timer) {
    return deadlines[timer.ordinal()];
  }

  public boolean isSet(Timer timer) {
    return deadlines[timer.ordinal()] != NEVER;
  }

  public void cancelAll() {
    Arrays.fill(deadlines, NEVER);
  }

  public long next() {
    long next = NEVER;
    for (long deadline : deadlines) {
      next = Math.min(next, deadline);
    }
    return next;
  }

  /** Takes the earliest timer that is due, or null. */
  public Timer takeDue(long now) {
    int best = -1;
    for (int i = 0; i < deadlines.length; i++) {
      if (deadlines[i] <= now && (best < 0 || deadlines[i] < deadlines[best])) {
        best = i;
      }
    }
    if (best < 0) {
      return null;
    }
    deadlines[best] = NEVER;
    return ALL[best];
  }
}
