package io.evs.totem;

import io.evs.totem.wire.WireLimits;

/**
 * Every value that differs by kind of ring (docs/protocol.md, "Timers"): ours, lossy, fast, or one
 * with corosync members. The engine has no other switch. Times are nanoseconds, counts are messages
 * or visits.
 *
 * @param tokenNanos token time-out: silence after which the ring is given up
 * @param tokenRetransmitNanos longest wait before a token is sent again
 * @param rtoMinNanos shortest wait before a token is sent again on a busy ring; equal to {@code
 *     tokenRetransmitNanos} for a fixed time-out as corosync's
 * @param holdNanos how long the representative keeps the token of an idle ring
 * @param mergeNanos interval of merge detection
 * @param joinNanos interval of join messages in Gather
 * @param sendJoinNanos longest wait before the first join message of a Gather, drawn anew each
 *     time, so that the members of a large ring do not send at once; at most half of {@code
 *     consensusNanos} (docs/protocol.md, "Gather")
 * @param consensusNanos wait for consensus in Gather, at least 1.2 x token
 * @param windowSize most packets in one token rotation
 * @param maxMessages most packets one member sends in one visit
 * @param missCountConst visits at which a message must be missing before it is requested
 * @param failRecvConst visits without progress after which a member gives up receiving
 * @param failRecvNanos and at least this long
 * @param seqnoUnchangedConst visits without new messages after which the token is held
 * @param acceleratedWindow packets of a visit sent after the token (docs/protocol.md, "Sending
 *     after the token")
 * @param rtrEntriesMax longest retransmission list sent
 * @param unreleasedMax most messages between the last one released and the highest one
 * @param corosyncCompatible whether members without our trailer may join (no safe delivery then)
 */
public record RingPolicy(
    long tokenNanos,
    long tokenRetransmitNanos,
    long rtoMinNanos,
    long holdNanos,
    long mergeNanos,
    long joinNanos,
    long sendJoinNanos,
    long consensusNanos,
    int windowSize,
    int maxMessages,
    int missCountConst,
    int failRecvConst,
    long failRecvNanos,
    int seqnoUnchangedConst,
    int acceleratedWindow,
    int rtrEntriesMax,
    int unreleasedMax,
    boolean corosyncCompatible) {

  private static final long MS = 1_000_000L;

  /**
   * Most messages that may be unreleased: half of the receive window, so that whatever one member
   * still sends from before fits another that has released less.
   */
  static final int UNRELEASED_MAX = ReceiveWindow.CAPACITY_MAX / 2;

  /** Checks the relations between the values. */
  public RingPolicy {
    require(tokenNanos >= 10 * MS, "token must be at least 10 ms");
    require(
        tokenRetransmitNanos > 0 && tokenRetransmitNanos < tokenNanos,
        "token_retransmit must be below token");
    require(
        rtoMinNanos > 0 && rtoMinNanos <= tokenRetransmitNanos,
        "rto minimum must be at most token_retransmit");
    require(
        holdNanos > 0 && holdNanos < tokenRetransmitNanos, "hold must be below token_retransmit");
    require(joinNanos > 0 && consensusNanos >= joinNanos, "consensus must be at least join");
    require(
        sendJoinNanos >= 0 && sendJoinNanos <= consensusNanos / 2,
        "send_join must be at most half of consensus");
    require(mergeNanos > 0, "merge must be positive");
    require(
        maxMessages >= 1 && windowSize >= maxMessages, "window_size must be at least max_messages");
    require(
        missCountConst >= 1 && failRecvConst >= 1 && seqnoUnchangedConst >= 1,
        "counts must be positive");
    require(acceleratedWindow >= 0, "accelerated_window must not be negative");
    require(
        rtrEntriesMax >= 1 && rtrEntriesMax <= WireLimits.RTR_ENTRIES_MAX,
        "rtr entries must be in 1.." + WireLimits.RTR_ENTRIES_MAX);
    require(
        unreleasedMax >= 2 * windowSize && unreleasedMax <= UNRELEASED_MAX,
        "unreleased messages must be in 2 x window_size.." + UNRELEASED_MAX);
  }

  /** The same with another longest wait before the first join message of a Gather. */
  public RingPolicy withSendJoin(long nanos) {
    return new RingPolicy(
        tokenNanos,
        tokenRetransmitNanos,
        rtoMinNanos,
        holdNanos,
        mergeNanos,
        joinNanos,
        nanos,
        consensusNanos,
        windowSize,
        maxMessages,
        missCountConst,
        failRecvConst,
        failRecvNanos,
        seqnoUnchangedConst,
        acceleratedWindow,
        rtrEntriesMax,
        unreleasedMax,
        corosyncCompatible);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Our rings: values derived from the token time-out (docs/protocol.md, "Timers"). */
  public static RingPolicy ours(long tokenNanos) {
    long retransmit = tokenNanos * 10 / 42;
    long hold = Math.max(retransmit / 2, retransmit * 8 / 10 - 10 * MS);
    return new RingPolicy(
        tokenNanos,
        retransmit,
        Math.min(MS, retransmit),
        hold,
        200 * MS,
        Math.min(50 * MS, tokenNanos / 4),
        0,
        tokenNanos * 12 / 10,
        256,
        64,
        1,
        2500,
        tokenNanos,
        30,
        0,
        80,
        4096,
        false);
  }

  /**
   * A ring that makes progress where almost everything is lost (docs/protocol.md, "Timers"):
   * everything is repeated within milliseconds, and a member is given up only after a minute.
   */
  public static RingPolicy lossy(long tokenNanos) {
    RingPolicy base = ours(tokenNanos);
    long repeat = Math.min(MS, tokenNanos / 20);
    return new RingPolicy(
        tokenNanos,
        2 * repeat,
        repeat,
        2 * repeat * 8 / 10,
        5 * MS,
        5 * MS,
        0,
        base.consensusNanos(),
        base.windowSize(),
        base.maxMessages(),
        base.missCountConst(),
        base.failRecvConst(),
        tokenNanos,
        base.seqnoUnchangedConst(),
        base.acceleratedWindow(),
        base.rtrEntriesMax(),
        base.unreleasedMax(),
        base.corosyncCompatible());
  }
}
