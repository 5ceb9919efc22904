package io.evs.totem;

import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.OrfToken;

/**
 * How many packets this member may send in a visit (docs/protocol.md, "Flow control"): a window for
 * the whole rotation, a share by backlog, and room in everybody's receive window.
 */
class FlowControl {
  /** Packets a member may always send again, whatever the window says: recovery of losses. */
  private static final int RETRANSMITS_MIN = 8;

  private final TotemContext context;
  private int congestionPercent;

  FlowControl(TotemContext context) {
    this.context = context;
  }

  /** New packets and retransmissions that this visit may send together. */
  int allowed(byte[] token, RingState ring, int backlog) {
    RingPolicy policy = context.policy;
    unblock(token, ring);
    long free = policy.windowSize() - Integer.toUnsignedLong(OrfToken.fcc(token));
    int allowed = (int) Math.max(0, Math.min(policy.maxMessages(), free));
    long total = Integer.toUnsignedLong(OrfToken.backlog(token)) + backlog - ring.lastBacklog;
    if (total > 0) {
      long share = (long) policy.windowSize() * ring.lastBacklog / total;
      if (share > 0 && allowed > share) {
        allowed = (int) share;
      }
    }
    return allowed;
  }

  /**
   * Members change their own shares of fcc and backlog only, so a damaged value would block the
   * ring for good: after a long time in which nobody could send, the representative counts again.
   * When the others later subtract their old shares, the result is clamped at 0.
   */
  private void unblock(byte[] token, RingState ring) {
    if (!hasRoom(token)
        && ring.representative
        && ring.unchangedVisits > context.policy.seqnoUnchangedConst()) {
      Bytes.putInt(token, OrfToken.FCC, ring.lastContribution);
      Bytes.putInt(token, OrfToken.BACKLOG, ring.lastBacklog);
    }
  }

  /** Whether the window is not used up, be it by a damaged value. */
  boolean hasRoom(byte[] token) {
    return Integer.compareUnsigned(OrfToken.fcc(token), context.policy.windowSize()) < 0;
  }

  /** Retransmissions that this visit may send. */
  int retransmitsAllowed(int allowed) {
    return Math.max(allowed, Math.min(RETRANSMITS_MIN, context.policy.maxMessages()));
  }

  /** New packets for which every member has room: nobody's window may be overrun. */
  int room(RingState ring, int tokenSeq) {
    int unreleased = tokenSeq - ring.window.released();
    return Math.max(0, context.policy.unreleasedMax() - unreleased);
  }

  /** Writes this visit's share into the token. */
  void update(byte[] token, RingState ring, int sent, int backlog) {
    int contribution = sent + claim();
    add(token, OrfToken.FCC, contribution - ring.lastContribution);
    add(token, OrfToken.BACKLOG, backlog - ring.lastBacklog);
    ring.lastContribution = contribution;
    ring.lastBacklog = backlog;
  }

  /**
   * Slows all senders while the local application is behind: above 50 percent this member claims a
   * growing part of the window, up to all but one packet.
   */
  void congestion(int percent) {
    congestionPercent = percent;
  }

  private int claim() {
    int over = Math.max(0, Math.min(50, congestionPercent - 50));
    return (context.policy.windowSize() - 1) * over / 50;
  }

  /** Adds to a u32 that never becomes negative (S11: a member may have left with its share). */
  private static void add(byte[] token, int offset, int amount) {
    long value = Integer.toUnsignedLong(Bytes.getInt(token, offset)) + amount;
    Bytes.putInt(token, offset, (int) Math.max(0, Math.min(Integer.MAX_VALUE, value)));
  }
}
