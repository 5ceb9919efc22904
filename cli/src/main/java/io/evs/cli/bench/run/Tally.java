package io.evs.cli.bench.run;

import io.evs.Delivery;
import io.evs.GroupMember;
import io.evs.cli.bench.result.MemberFigures;
import io.evs.cli.bench.result.SendTimes;
import io.evs.cli.bench.result.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one member has delivered of one run. Used by the thread that dispatches, except for {@link
 * #progress}. Cheap per message: it is part of what is measured.
 */
final class Tally {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private final Control.Start start;
  private final GroupMember self;
  private final SendTimes.Registry times;
  private final Map<GroupMember, Sender> senders = new HashMap<>();
  private final Timeline timeline;
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
    this.timeline = times.timeline();
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

  /** The run in slices, for those that are asked for; any thread. */
  List<Timeline.Slice> slices() {
    return timeline.slices();
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
    if (sender.times != null || timeline.keepsSlices()) {
      time(sender, index);
    }
    progress.lazySet(delivered);
    if (sender.own) {
      ownProgress.lazySet(sender.next);
    }
  }

  private void time(Sender sender, long index) {
    long now = System.nanoTime();
    timeline.delivered(now);
    if (sender.times != null) {
      timeline.latency(now - sender.times.get(index));
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
  Control.Done done(MemberFigures figures) {
    timeline.end(System.nanoTime());
    return new Control.Done(
        start.run(), delivered, digest, fault, figures, Timeline.encode(timeline.latencies()));
  }
}
