package io.evs.totem.part;

import io.evs.totem.wire.WireLimits;
import java.util.function.Consumer;

/**
 * Every value that differs by kind of ring (docs/protocol.md, "Timers"): ours, lossy, fast, or one
 * with corosync members. The engine has no other switch. Times are nanoseconds, counts are messages
 * or visits.
 *
 * @param tokenNanos token time-out: silence after which the ring is given up
 * @param tokenRetransmitNanos longest wait before a token is sent again
 * @param rtoMinNanos shortest wait before a token is sent again on a busy ring; equal to {@code
 *     tokenRetransmitNanos} for a fixed time-out as corosync's
 * @param holdNanos how long the token of an idle ring is kept
 * @param mergeNanos interval of merge detection
 * @param joinNanos interval of join messages in Gather
 * @param sendJoinNanos longest wait before the first join message of a Gather, drawn again each
 *     time, so that the members of a large ring do not send at once; at most half of {@code
 *     consensusNanos} (docs/protocol.md, "Gather")
 * @param consensusNanos wait for consensus in Gather, at least 1.2 x token
 * @param windowSize most packets in one token rotation
 * @param maxMessages most packets one member sends in one visit
 * @param missCountConst visits at which a message must be missing before it is requested
 * @param failRecvConst visits without progress after which a member gives up receiving
 * @param failRecvNanos and at least this long
 * @param seqnoUnchangedConst visits without new messages after which the token is held
 * @param restVisits visits without new messages after which the token rests where the last message
 *     came from (docs/protocol.md, "The idle ring"); 0 if only the representative holds it, after
 *     {@code seqnoUnchangedConst}
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
    int restVisits,
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
    require(restVisits >= 0, "rest visits must not be negative");
    require(acceleratedWindow >= 0, "accelerated_window must not be negative");
    require(
        rtrEntriesMax >= 1 && rtrEntriesMax <= WireLimits.RTR_ENTRIES_MAX,
        "rtr entries must be in 1.." + WireLimits.RTR_ENTRIES_MAX);
    require(
        unreleasedMax >= 2 * windowSize && unreleasedMax <= UNRELEASED_MAX,
        "unreleased messages must be in 2 x window_size.." + UNRELEASED_MAX);
  }

  /** The values of a policy, to be changed one by one. */
  public static final class Values {
    public long tokenNanos;
    public long tokenRetransmitNanos;
    public long rtoMinNanos;
    public long holdNanos;
    public long mergeNanos;
    public long joinNanos;
    public long sendJoinNanos;
    public long consensusNanos;
    public int windowSize;
    public int maxMessages;
    public int missCountConst;
    public int failRecvConst;
    public long failRecvNanos;
    public int seqnoUnchangedConst;
    public int restVisits;
    public int acceleratedWindow;
    public int rtrEntriesMax;
    public int unreleasedMax;
    public boolean corosyncCompatible;

    private Values() {}

    private Values(RingPolicy from) {
      tokenNanos = from.tokenNanos;
      tokenRetransmitNanos = from.tokenRetransmitNanos;
      rtoMinNanos = from.rtoMinNanos;
      holdNanos = from.holdNanos;
      mergeNanos = from.mergeNanos;
      joinNanos = from.joinNanos;
      sendJoinNanos = from.sendJoinNanos;
      consensusNanos = from.consensusNanos;
      windowSize = from.windowSize;
      maxMessages = from.maxMessages;
      missCountConst = from.missCountConst;
      failRecvConst = from.failRecvConst;
      failRecvNanos = from.failRecvNanos;
      seqnoUnchangedConst = from.seqnoUnchangedConst;
      restVisits = from.restVisits;
      acceleratedWindow = from.acceleratedWindow;
      rtrEntriesMax = from.rtrEntriesMax;
      unreleasedMax = from.unreleasedMax;
      corosyncCompatible = from.corosyncCompatible;
    }

    private RingPolicy policy() {
      return new RingPolicy(
          tokenNanos,
          tokenRetransmitNanos,
          rtoMinNanos,
          holdNanos,
          mergeNanos,
          joinNanos,
          sendJoinNanos,
          consensusNanos,
          windowSize,
          maxMessages,
          missCountConst,
          failRecvConst,
          failRecvNanos,
          seqnoUnchangedConst,
          restVisits,
          acceleratedWindow,
          rtrEntriesMax,
          unreleasedMax,
          corosyncCompatible);
    }
  }

  /**
   * The same with some values changed.
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  public RingPolicy with(Consumer<Values> change) {
    Values values = new Values(this);
    change.accept(values);
    return values.policy();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Our rings: values derived from the token time-out (docs/protocol.md, "Timers"). */
  public static RingPolicy ours(long tokenNanos) {
    Values values = new Values();
    values.tokenNanos = tokenNanos;
    values.tokenRetransmitNanos = tokenNanos * 10 / 42;
    values.rtoMinNanos = Math.min(MS, values.tokenRetransmitNanos);
    values.holdNanos =
        Math.max(values.tokenRetransmitNanos / 2, values.tokenRetransmitNanos * 8 / 10 - 10 * MS);
    values.mergeNanos = 200 * MS;
    values.joinNanos = Math.min(50 * MS, tokenNanos / 4);
    values.consensusNanos = tokenNanos * 12 / 10;
    values.windowSize = 256;
    values.maxMessages = 64;
    values.missCountConst = 1;
    values.failRecvConst = 2500;
    values.failRecvNanos = tokenNanos;
    values.seqnoUnchangedConst = 30;
    values.restVisits = 1;
    values.rtrEntriesMax = 80;
    values.unreleasedMax = 4096;
    return values.policy();
  }

  /**
   * A ring that makes progress where almost everything is lost (docs/protocol.md, "Timers"):
   * everything is repeated within milliseconds, and a member is given up only after a minute.
   */
  public static RingPolicy lossy(long tokenNanos) {
    long repeat = Math.min(MS, tokenNanos / 20);
    return ours(tokenNanos)
        .with(
            values -> {
              values.tokenRetransmitNanos = 2 * repeat;
              values.rtoMinNanos = repeat;
              values.holdNanos = 2 * repeat * 8 / 10;
              values.mergeNanos = 5 * MS;
              values.joinNanos = 5 * MS;
            });
  }

  /** The text of any record, written out: the one a record brings makes 27 classes at a start. */
  @Override
  public String toString() {
    return "RingPolicy[tokenNanos="
        + tokenNanos
        + ", tokenRetransmitNanos="
        + tokenRetransmitNanos
        + ", rtoMinNanos="
        + rtoMinNanos
        + ", holdNanos="
        + holdNanos
        + ", mergeNanos="
        + mergeNanos
        + ", joinNanos="
        + joinNanos
        + ", sendJoinNanos="
        + sendJoinNanos
        + ", consensusNanos="
        + consensusNanos
        + ", windowSize="
        + windowSize
        + ", maxMessages="
        + maxMessages
        + ", missCountConst="
        + missCountConst
        + ", failRecvConst="
        + failRecvConst
        + ", failRecvNanos="
        + failRecvNanos
        + ", seqnoUnchangedConst="
        + seqnoUnchangedConst
        + ", restVisits="
        + restVisits
        + ", acceleratedWindow="
        + acceleratedWindow
        + ", rtrEntriesMax="
        + rtrEntriesMax
        + ", unreleasedMax="
        + unreleasedMax
        + ", corosyncCompatible="
        + corosyncCompatible
        + ']';
  }
}
