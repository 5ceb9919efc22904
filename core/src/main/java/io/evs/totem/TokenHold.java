package io.evs.totem;

import io.evs.totem.wire.HoldCancelPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;

/**
 * Holding the token of an idle ring at the representative, and releasing it when somebody has
 * something to send (docs/protocol.md, "The idle ring").
 */
class TokenHold {
  /**
   * A sender asks for the token this many visits before it may be held: it may be on its way to the
   * representative that will hold it (S10).
   */
  private static final int EARLY_VISITS = 2;

  private final TotemContext context;
  private final Concerns parts;
  private final MessageSource source;
  private long cancelDelayNanos;

  TokenHold(TotemContext context, Concerns parts, MessageSource source) {
    this.context = context;
    this.parts = parts;
    this.source = source;
  }

  /** Counts a visit at which the token brought this seq. */
  void countVisit(RingState ring, int seq) {
    ring.unchangedVisits = seq == ring.receivedSeq ? ring.unchangedVisits + 1 : 0;
    ring.receivedSeq = seq;
    // Whatever was held is of the past: a token came, be it a forged one.
    ring.holding = false;
    context.timers.cancel(Timer.HOLD);
    context.timers.cancel(Timer.HOLD_CANCEL);
    cancelDelayNanos = 0;
  }

  /** Whether the representative keeps the token now. */
  boolean shouldHold(RingState ring) {
    return ring.representative && ring.unchangedVisits > context.policy.seqnoUnchangedConst();
  }

  /** Whether the ring is idle enough for the token to be held somewhere soon. */
  boolean isIdle(RingState ring) {
    return ring.unchangedVisits >= context.policy.seqnoUnchangedConst() - EARLY_VISITS;
  }

  /** Keeps the token that is saved. */
  void hold(RingState ring) {
    ring.holding = true;
    context.count(Counter.TOKENS_HELD);
    context.timers.cancel(Timer.RETRANSMIT);
    context.timers.set(Timer.HOLD, context.now + context.policy.holdNanos());
  }

  /** Sends the held token on. */
  void release(RingState ring) {
    if (!ring.holding) {
      return;
    }
    ring.holding = false;
    context.timers.cancel(Timer.HOLD);
    context.sendSavedToken();
    long wait = parts.rotation.sent(context.now, isIdle(ring));
    context.timers.set(Timer.RETRANSMIT, context.now + wait);
  }

  /** There is something to send: makes the token come, if it may be held. */
  void wanted() {
    RingState ring = context.ring;
    if (context.state != TotemState.OPERATIONAL || !isIdle(ring)) {
      return;
    }
    if (ring.representative) {
      ring.unchangedVisits = 0;
      release(ring);
    } else if (!context.timers.isSet(Timer.HOLD_CANCEL)) {
      sendCancel(ring);
    }
  }

  /** A hold cancel is repeated until the token comes (docs/protocol.md, "The idle ring"). */
  void cancelTimer() {
    RingState ring = context.ring;
    if (context.state == TotemState.OPERATIONAL && source.backlogPackets() > 0) {
      sendCancel(ring);
    }
  }

  /** Somebody asks for the token. */
  void onCancel(byte[] data) {
    RingState ring = context.ring;
    boolean active =
        context.state == TotemState.OPERATIONAL || context.state == TotemState.RECOVERY;
    if (!active || !RingIdField.matches(data, HoldCancelPacket.RING_ID, ring.id)) {
      return;
    }
    ring.unchangedVisits = 0;
    if (ring.representative) {
      release(ring);
    }
  }

  private void sendCancel(RingState ring) {
    Packet packet = context.pool.acquire();
    HoldCancelPacket.write(packet, context.self, ring.id);
    context.effects.multicast(packet);
    context.pool.release(packet);
    context.count(Counter.HOLD_CANCELS_SENT);
    long base = parts.rotation.base();
    cancelDelayNanos =
        cancelDelayNanos == 0
            ? base
            : Math.min(cancelDelayNanos * 2, context.policy.tokenRetransmitNanos());
    context.timers.set(Timer.HOLD_CANCEL, context.now + cancelDelayNanos);
  }
}
