package io.evs.cli.bench;

import io.evs.Evs;
import io.evs.Group;
import io.evs.Guarantee;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Sends one member's messages of one run. */
final class Sender {
  /** How often, in messages, a sender without a rate looks at its deliveries and the clock. */
  private static final int LOOK_EVERY = 256;

  private static final long NAP_NANOS = 50_000;
  private static final long SPIN_NANOS = 20_000;

  private final Evs handle;
  private final List<Group> group;
  private final Control.Start start;
  private final SendTimes times;
  private final LongSupplier ownDelivered;

  Sender(Evs handle, Group group, Control.Start start, SendTimes times, LongSupplier ownDelivered) {
    this.handle = handle;
    this.group = List.of(group);
    this.start = start;
    this.times = times;
    this.ownDelivered = ownDelivered;
  }

  /** Sends everything and returns how many messages that was. */
  long run() {
    Guarantee guarantee = start.safe() ? Guarantee.SAFE : Guarantee.AGREED;
    byte[] payload = new byte[start.bytes()];
    long began = System.nanoTime();
    long index = 0;
    while (!finished(index, began)) {
      // With a rate the latency counts from when the message was due, however late it is sent.
      times.put(index, due(index, began));
      Payload.fill(payload, start.run(), index);
      handle.multicast(guarantee, group, payload);
      index++;
    }
    return index;
  }

  private long due(long index, long began) {
    if (start.perSecond() == 0) {
      return System.nanoTime();
    }
    long due = began + (long) (index * (1e9 / start.perSecond()));
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
    return due;
  }

  private boolean finished(long index, long began) {
    if (Thread.currentThread().isInterrupted()) {
      return true;
    }
    if (index % LOOK_EVERY == 0 || start.perSecond() > 0) {
      while (index - ownDelivered.getAsLong() > SendTimes.IN_FLIGHT_MAX) {
        LockSupport.parkNanos(NAP_NANOS);
        if (Thread.currentThread().isInterrupted()) {
          return true;
        }
      }
      if (start.durationNanos() > 0 && System.nanoTime() - began >= start.durationNanos()) {
        return true;
      }
    }
    return start.writes() > 0 && index >= start.writes();
  }
}
