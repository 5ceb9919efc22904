package io.evs.cli.bench;

import io.evs.Delivery;
import io.evs.GroupMember;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * What one member has delivered of one run. Used by the thread that dispatches, except for {@link
 * #progress}. Cheap per message: it is part of what is measured.
 */
final class Tally {
  private static final long LATENCY_MAX_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private final Control.Start start;
  private final GroupMember self;
  private final SendTimes.Registry times;
  private final Map<GroupMember, Sender> senders = new HashMap<>();
  private final Histogram latencies = new Histogram(1, LATENCY_MAX_NANOS, DIGITS);
  private GroupMember lastSender;
  private Sender last;
  private long delivered;
  private long digest;
  private int ended;
  private String fault = "";

  /** How far this member is, for other threads; written without a fence. */
  private final AtomicLong progress = new AtomicLong();

  private final AtomicLong ownProgress = new AtomicLong();

  private static final class Sender {
    private final SendTimes times;
    private final boolean own;
    private final int hash;
    private long next;

    Sender(SendTimes times, boolean own, int hash) {
      this.times = times;
      this.own = own;
      this.hash = hash;
    }
  }

  Tally(Control.Start start, GroupMember self, SendTimes.Registry times) {
    this.self = self;
    this.start = start;
    this.times = times;
  }

  Control.Start start() {
    return start;
  }

  /** Messages delivered so far; any thread, may be a little late. */
  long progress() {
    return progress.get();
  }

  /** Messages of this member itself delivered so far; any thread. */
  long ownProgress() {
    return ownProgress.get();
  }

  /** Counts and checks a message. */
  void message(Delivery delivery) {
    Sender sender = sender(delivery.sender());
    byte[] payload = delivery.payload();
    long index = sender.next;
    sender.next++;
    delivered++;
    digest = (digest ^ (sender.hash + index)) * FACTOR + 1;
    if (payload.length != start.bytes() || !Payload.matches(payload, start.run(), index)) {
      fault(describe(delivery, index));
    }
    if (sender.times != null) {
      long latency = System.nanoTime() - sender.times.get(index);
      latencies.recordValue(Math.max(1, Math.min(latency, LATENCY_MAX_NANOS)));
    }
    progress.lazySet(delivered);
    if (sender.own) {
      ownProgress.lazySet(sender.next);
    }
  }

  private String describe(Delivery delivery, long index) {
    byte[] payload = delivery.payload();
    String what =
        payload.length == start.bytes()
            ? Payload.describe(payload, start.run(), index)
            : "message " + index + " has " + payload.length + " bytes";
    return what + " (from " + delivery.sender() + ")";
  }

  private Sender sender(GroupMember name) {
    if (name.equals(lastSender)) {
      return last;
    }
    lastSender = name;
    last =
        senders.computeIfAbsent(
            name, key -> new Sender(times.find(key), key.equals(self), key.toString().hashCode()));
    return last;
  }

  /** Takes a sender's END; true if it was the last one. */
  boolean end(GroupMember name, long writes) {
    long got = sender(name).next;
    if (got != writes) {
      fault(got + " of " + writes + " messages of " + name + " were delivered");
    }
    ended++;
    return ended == (start.allSend() ? start.members() : 1);
  }

  /** Remembers the first thing that is wrong. */
  void fault(String what) {
    if (fault.isEmpty()) {
      fault = what;
    }
  }

  /** The answer once every sender has ended. */
  Control.Done done(long cpuNanos, long retransmits) {
    ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
    int length = latencies.encodeIntoCompressedByteBuffer(buffer);
    return new Control.Done(
        start.run(),
        delivered,
        digest,
        cpuNanos,
        retransmits,
        fault,
        Arrays.copyOf(buffer.array(), length));
  }
}
