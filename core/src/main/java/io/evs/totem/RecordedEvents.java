package io.evs.totem;

import io.evs.RingId;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightList;
import io.evs.flight.FlightSink;
import io.evs.flight.GatherReason;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.part.Seq;

/**
 * What a member's flight recorder is told: rare events as they come, frequent ones as sums over
 * some time. Decides nothing, and allocates nothing.
 */
final class RecordedEvents {
  /** A sum in which something was lost ends after this time, any other after the longer one. */
  private static final long TROUBLED_NANOS = 200_000_000L;

  private static final long CALM_NANOS = 2_000_000_000L;

  /** Numbers asked for that are known to have been; a power of two. */
  private static final int ASKED = 4096;

  /** Senders that are told apart; a power of two. Of two that share a place, one is told. */
  private static final int SENDERS = 64;

  /** Join messages that are known to have been told; a power of two. */
  private static final int JOINS = 256;

  private final FlightSink sink;
  private final boolean isOn;
  private final int[] asked = new int[ASKED];
  private final int[] senders = new int[SENDERS];
  private final int[] received = new int[SENDERS];
  private final int[] late = new int[SENDERS];
  private final int[] largest = new int[SENDERS];
  private final int[] largestLate = new int[SENDERS];
  private final int[] smallestLate = new int[SENDERS];
  private final long[] joins = new long[JOINS];
  private long sumSince;
  private long lastVisit;
  private long longestGap;
  private int visits;
  private int repeated;
  private int requests;
  private int lowestRequest;
  private int highestRequest;
  private int resent;
  private int largestResent;
  private int smallestResent;
  private long gathers;
  private long gatherSince;

  RecordedEvents(FlightSink sink) {
    this.sink = sink;
    this.isOn = sink != FlightSink.NONE;
  }

  // ---- sums

  /** A token was accepted. */
  void visited(long now, RingState ring) {
    if (!isOn) {
      return;
    }
    if (visits > 0) {
      longestGap = Math.max(longestGap, now - lastVisit);
    } else if (sumSince == 0) {
      sumSince = now;
    }
    visits++;
    lastVisit = now;
    boolean troubled = repeated + requests + resent > 0;
    if (now - sumSince >= (troubled ? TROUBLED_NANOS : CALM_NANOS)) {
      sum(now, ring);
    }
  }

  /** The token was sent again. */
  void repeated() {
    repeated++;
  }

  /** A packet of the ring came for the first time. */
  void received(int sender, int seq, int bytes) {
    if (!isOn) {
      return;
    }
    int at = place(sender, SENDERS);
    if (received[at] == 0) {
      senders[at] = sender;
      smallestLate[at] = Integer.MAX_VALUE;
    } else if (senders[at] != sender) {
      return;
    }
    received[at]++;
    largest[at] = Math.max(largest[at], bytes);
    if (asked[seq & ASKED - 1] == seq && seq != 0) {
      late[at]++;
      largestLate[at] = Math.max(largestLate[at], bytes);
      smallestLate[at] = Math.min(smallestLate[at], bytes);
    }
  }

  /** A packet was asked for. */
  void requested(int seq) {
    asked[seq & ASKED - 1] = seq;
    lowestRequest = requests == 0 ? seq : Seq.min(lowestRequest, seq);
    highestRequest = requests == 0 ? seq : Seq.max(highestRequest, seq);
    requests++;
  }

  /** A packet was sent again on request. */
  void resent(int bytes) {
    largestResent = Math.max(largestResent, bytes);
    smallestResent = resent == 0 ? bytes : Math.min(smallestResent, bytes);
    resent++;
  }

  private void sum(long now, RingState ring) {
    if (ring != null) {
      sink.event(
          now,
          FlightKind.TOKENS,
          ring.predecessor,
          FlightSink.pair(visits, repeated),
          FlightSink.pair(longestGap / 1000, ring.tokenSeq),
          FlightSink.pair(ring.forwardedSeq, ring.aru));
    }
    for (int i = 0; i < SENDERS; i++) {
      if (received[i] > 0) {
        long smallest = late[i] == 0 ? 0 : smallestLate[i];
        sink.event(
            now,
            FlightKind.RECEIVED,
            senders[i],
            FlightSink.pair(received[i], late[i]),
            FlightSink.pair(largest[i], largestLate[i]),
            smallest);
        received[i] = 0;
        late[i] = 0;
        largest[i] = 0;
        largestLate[i] = 0;
      }
    }
    if (requests > 0) {
      long first = FlightSink.pair(requests, lowestRequest);
      sink.event(now, FlightKind.REQUESTED, 0, first, highestRequest, 0);
    }
    if (resent > 0) {
      long sizes = FlightSink.pair(largestResent, smallestResent);
      sink.event(now, FlightKind.RESENT, 0, resent, sizes, 0);
    }
    sumSince = now;
    longestGap = 0;
    visits = 0;
    repeated = 0;
    requests = 0;
    resent = 0;
    largestResent = 0;
  }

  // ---- membership

  void started(long now, RingPolicy policy) {
    sink.event(now, FlightKind.START, 0, policy.tokenNanos(), policy.consensusNanos(), 0);
  }

  void left(long now) {
    sink.event(now, FlightKind.LEFT, 0, 0, 0, 0);
  }

  /** Gather begins, from the ring that is installed or from an attempt. */
  void gathers(long now, GatherReason reason, int node, RingState installed, boolean attempt) {
    gathers++;
    if (!attempt) {
      gatherSince = now;
      sum(now, installed);
    }
    boolean none = installed == null;
    sink.event(
        now,
        FlightKind.GATHER,
        node,
        FlightSink.pair(none ? 0 : installed.id.representative(), reason.ordinal()),
        none ? 0 : installed.id.sequence(),
        FlightSink.pair(none ? 0 : installed.tokenSeq, attempt ? 1 : 0));
    if (!none) {
      sink.list(FlightList.MEMBERS, installed.members);
    }
  }

  void joinSent(long now, int self, int[] processors, int[] failed) {
    join(now, FlightKind.JOIN_SENT, self, processors, failed);
  }

  void joinHeard(long now, int sender, int[] processors, int[] failed) {
    join(now, FlightKind.JOIN_HEARD, sender, processors, failed);
  }

  /** The same lists of the same node are told once in each Gather. */
  private void join(long now, FlightKind kind, int node, int[] processors, int[] failed) {
    long hash = mixed(mixed(mixed(gathers, kind.ordinal()), node), processors.length);
    for (int each : processors) {
      hash = mixed(hash, each);
    }
    for (int each : failed) {
      hash = mixed(hash, ~each);
    }
    int at = (int) (hash >>> 32) & JOINS - 1;
    if (joins[at] == hash) {
      return;
    }
    joins[at] = hash;
    sink.event(now, kind, node, 0, 0, 0);
    sink.list(FlightList.PROCESSORS, processors);
    sink.list(FlightList.FAILED, failed);
  }

  private static long mixed(long hash, long value) {
    long mixed = (hash ^ value) * 0x9e3779b97f4a7c15L;
    return mixed ^ mixed >>> 29;
  }

  private static int place(int node, int places) {
    return (int) (mixed(0, node) >>> 40) & places - 1;
  }

  void leaveHeard(long now, int sender) {
    sink.event(now, FlightKind.LEAVE_HEARD, sender, 0, 0, 0);
  }

  /** These did not answer in time. */
  void silent(long now, int[] nodes) {
    sink.event(now, FlightKind.SILENT, 0, 0, 0, 0);
    sink.list(FlightList.SILENT, nodes);
  }

  void noCommit(long now, int creator) {
    sink.event(now, FlightKind.NO_COMMIT, creator, 0, 0, 0);
  }

  void commits(long now, RingState ring, int[] failed) {
    sink.event(now, FlightKind.COMMIT, ring.id.representative(), 0, ring.id.sequence(), 0);
    sink.list(FlightList.MEMBERS, ring.members);
    sink.list(FlightList.FAILED, failed);
  }

  void recovers(long now, RingState ring) {
    sink.event(now, FlightKind.RECOVERY, ring.id.representative(), 0, ring.id.sequence(), 0);
  }

  void failedToReceive(long now, RingState ring) {
    long numbers = FlightSink.pair(ring.aru, ring.highSeq);
    sum(now, ring);
    sink.event(now, FlightKind.FAILED_TO_RECEIVE, 0, numbers, 0, 0);
  }

  /** A ring was installed after that one, which is null if it is the first. */
  void installed(long now, RingState ring, RingState before, int[] joined, int[] left) {
    RingId old = before == null ? null : before.id;
    sink.event(
        now,
        FlightKind.INSTALLED,
        ring.id.representative(),
        FlightSink.pair(old == null ? 0 : old.representative(), (now - gatherSince) / 1000),
        ring.id.sequence(),
        old == null ? 0 : old.sequence());
    sink.list(FlightList.MEMBERS, ring.members);
    sink.list(FlightList.JOINED, joined);
    sink.list(FlightList.LEFT, left);
    sumSince = now;
    visits = 0;
    longestGap = 0;
  }
}
