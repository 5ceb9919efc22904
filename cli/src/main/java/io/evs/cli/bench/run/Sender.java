package io.evs.cli.bench.run;

import io.evs.Evs;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.bench.result.SendTimes;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Sends one member's messages of one run. */
final class Sender {
  /** How often, in messages, a sender without a rate looks at its deliveries and the clock. */
  private static final int LOOK_EVERY = 256;

  private static final long STOPPED = Long.MIN_VALUE;
  private static final long NAP_NANOS = 50_000;
  private static final long SPIN_NANOS = 20_000;

  /** Longest wait after which a sender looks whether it is to stop. */
  private static final long LOOK_NANOS = 50_000_000;

  /**
   * What it did.
   *
   * @param writes messages sent
   * @param nanos from the first to the last write
   * @param inFlightWaitNanos how long it waited because too many messages were on their way
   */
  record Sent(long writes, long nanos, long inFlightWaitNanos) {}

  private final Evs handle;
  private final List<Group> group;
  private final Control.Start start;
  private final SendTimes times;
  private final LongSupplier ownDelivered;
  private final BooleanSupplier stopped;
  private long inFlightWaitNanos;

  Sender(
      Evs handle,
      Group group,
      Control.Start start,
      SendTimes times,
      LongSupplier ownDelivered,
      BooleanSupplier stopped) {
    this.stopped = stopped;
    this.handle = handle;
    this.group = List.of(group);
    this.start = start;
    this.times = times;
    this.ownDelivered = ownDelivered;
  }

  /** Sends everything. */
  Sent run() {
    Guarantee guarantee = start.safe() ? Guarantee.SAFE : Guarantee.AGREED;
    byte[] payload = new byte[start.bytes()];
    long began = System.nanoTime();
    long index = 0;
    while (!finished(index, began)) {
      // With a rate the latency counts from when the message was due, however late it is sent.
      long due = due(index, began);
      if (due == STOPPED) {
        break;
      }
      times.put(index, due);
      Payload.fill(payload, start.run(), index);
      handle.multicast(guarantee, group, payload);
      index++;
    }
    return new Sent(index, System.nanoTime() - began, inFlightWaitNanos);
  }

  /** Waits until the message is due; STOPPED if it need not be sent any more. */
  private long due(long index, long began) {
    if (start.perSecond() == 0) {
      return System.nanoTime();
    }
    long due = began + dueAfter(index);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(Math.min(LOOK_NANOS, left - SPIN_NANOS));
        if (isStopped()) {
          return STOPPED;
        }
      } else {
        Thread.onSpinWait();
      }
    }
    return due;
  }

  private boolean finished(long index, long began) {
    if (isStopped()) {
      return true;
    }
    if (index % LOOK_EVERY == 0 || start.perSecond() > 0) {
      if (index - ownDelivered.getAsLong() > SendTimes.IN_FLIGHT_MAX && !awaitDeliveries(index)) {
        return true;
      }
      if (start.durationNanos() > 0 && isOver(index, began)) {
        return true;
      }
    }
    return start.writes() > 0 && index >= start.writes();
  }

  /** Whether the time is over, or the message is due only after it. */
  private boolean isOver(long index, long began) {
    boolean dueLater = start.perSecond() > 0 && dueAfter(index) >= start.durationNanos();
    return dueLater || System.nanoTime() - began >= start.durationNanos();
  }

  /** When the message of that index is due in an open loop, in nanoseconds from the begin. */
  private long dueAfter(long index) {
    return (long) (index * (1e9 / start.perSecond()));
  }

  /** Waits until fewer messages are on their way; false if it is to stop. */
  private boolean awaitDeliveries(long index) {
    long from = System.nanoTime();
    while (index - ownDelivered.getAsLong() > SendTimes.IN_FLIGHT_MAX) {
      LockSupport.parkNanos(NAP_NANOS);
      if (isStopped()) {
        return false;
      }
    }
    inFlightWaitNanos += System.nanoTime() - from;
    return true;
  }

  private boolean isStopped() {
    return stopped.getAsBoolean() || Thread.currentThread().isInterrupted();
  }
}
