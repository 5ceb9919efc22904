package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.Idleness;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.HoldCancelPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;

/**
 * Holding the token of a ring that has nothing to send, and releasing it when somebody has
 * (docs/protocol.md, "The idle ring"). It rests where the last message came from: whoever sends
 * again and again has it at hand.
 */
class TokenHold {
  /**
   * With corosync's rule a sender asks for the token this many visits before it may be held: it may
   * be on its way to the representative that will hold it (S10).
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

  /** Whether the token rests at this member, if it does. */
  private boolean restsHere(RingState ring) {
    return context.policy.restVisits() > 0 ? ring.lastSender == context.self : ring.representative;
  }

  /** Whether this member keeps the token now, if nothing else is open. */
  boolean shouldHold(RingState ring) {
    int rest = context.policy.restVisits();
    int visits = rest > 0 ? rest : context.policy.seqnoUnchangedConst() + 1;
    return restsHere(ring) && ring.unchangedVisits >= visits;
  }

  /**
   * Whether a token may rest where it is used again. That is a second visit without a rotation
   * between, and must not prove anything: what was sent is known to be everywhere before.
   */
  boolean isEverywhere(RingState ring, int seq) {
    return context.policy.restVisits() == 0 || ring.safeLine == seq;
  }

  /**
   * Whether the ring is idle enough for the token to be held somewhere before it comes here. Where
   * it rests its last visit counts one less than at the others: the message was its own.
   */
  boolean isIdle(RingState ring) {
    int rest = context.policy.restVisits();
    return ring.unchangedVisits
        >= (rest > 0 ? rest : context.policy.seqnoUnchangedConst() - EARLY_VISITS);
  }

  /** How long a token that is sent on without messages may stay away. */
  Idleness idleness(RingState ring) {
    int rest = context.policy.restVisits();
    if (!isIdle(ring) || restsHere(ring) || context.state != TotemState.OPERATIONAL) {
      return Idleness.BUSY;
    }
    boolean needed = rest > 0 && ring.unchangedVisits <= rest;
    // Where packets get lost, several attempts must fit into the token time-out.
    return needed || parts.retransmission.isLosing() ? Idleness.RESTS_SOON : Idleness.IDLE;
  }

  /** Keeps the token that is saved. */
  void hold(RingState ring) {
    ring.holding = true;
    context.count(Counter.TOKENS_HELD);
    context.timers.cancel(Timer.RETRANSMIT);
    context.timers.set(Timer.HOLD, context.now + context.policy.holdNanos());
  }

  /** Sends the held token on, with what this member has to send. */
  void release(RingState ring) {
    if (!ring.holding) {
      return;
    }
    ring.holding = false;
    context.timers.cancel(Timer.HOLD);
    if (context.state == TotemState.OPERATIONAL && source.backlogPackets() > 0) {
      parts.visit.resume();
      return;
    }
    context.sendSavedToken();
    long wait = parts.rotation.sent(context.now, idleness(ring));
    context.timers.set(Timer.RETRANSMIT, context.now + wait);
  }

  /** There is something to send: makes the token come, if it may be held. */
  void tokenWanted() {
    RingState ring = context.ring;
    if (context.state != TotemState.OPERATIONAL) {
      return;
    }
    if (ring.holding) {
      // In the next turn, with all that is submitted in this one.
      context.timers.set(Timer.HOLD, context.now);
    } else if (isIdle(ring) && !context.timers.isSet(Timer.HOLD_CANCEL)) {
      if (restsHere(ring)) {
        // Nobody else would hold it: it comes, unless it is lost.
        parts.visit.hasten();
        cancelDelayNanos = parts.rotation.base();
        context.timers.set(Timer.HOLD_CANCEL, context.now + cancelDelayNanos);
      } else {
        sendCancel(ring);
      }
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
    // The token may be on its way here: neither this visit nor the next may hold it.
    ring.unchangedVisits = -1;
    release(ring);
    parts.visit.hasten();
  }

  private void sendCancel(RingState ring) {
    Packet packet = context.pool.acquire();
    HoldCancelPacket.write(packet, context.self, ring.id);
    context.effects.multicast(packet);
    context.pool.release(packet);
    context.count(Counter.HOLD_CANCELS_SENT);
    parts.visit.hasten();
    long base = parts.rotation.base();
    cancelDelayNanos =
        cancelDelayNanos == 0
            ? base
            : Math.min(cancelDelayNanos * 2, context.policy.tokenRetransmitNanos());
    context.timers.set(Timer.HOLD_CANCEL, context.now + cancelDelayNanos);
  }
}
