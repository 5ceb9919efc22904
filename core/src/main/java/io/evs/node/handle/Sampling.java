package io.evs.node.handle;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Chooses the messages whose way is timed: one of sixteen at random, and the next one whenever none
 * was due for a millisecond. So each message of a quiet ring is timed, and on a busy one the clock
 * costs next to nothing.
 */
public final class Sampling {
  private static final int ONE_OF = 16;
  private static final long DUE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private volatile boolean due = true;
  private long lastDueNanos;

  /** The time if the message that is submitted now is timed, else 0. Any thread. */
  public long stamp() {
    if (due) {
      due = false;
    } else if (ThreadLocalRandom.current().nextInt(ONE_OF) != 0) {
      return 0;
    }
    long now = System.nanoTime();
    return now == 0 ? 1 : now;
  }

  /** A turn of the loop began; loop thread. */
  public void turn(long now) {
    if (now - lastDueNanos >= DUE_NANOS && !due) {
      lastDueNanos = now;
      due = true;
    }
  }
}
