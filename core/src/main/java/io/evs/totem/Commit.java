package io.evs.totem;

import io.evs.RingId;
import io.evs.flight.GatherReason;
import io.evs.totem.part.Counter;
import io.evs.totem.part.Idleness;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.Seq;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;
import java.util.Arrays;

/** Commit: the commit token collects what every member has (docs/protocol.md, "Commit"). */
class Commit {
  /** Every new ring's sequence is this much above the highest heard of. */
  private static final int SEQUENCE_STEP = 4;

  private final TotemContext context;
  private final Concerns parts;

  Commit(TotemContext context, Concerns parts) {
    this.context = context;
    this.parts = parts;
  }

  /** The least candidate creates the commit token of a new ring. */
  void create(int[] members) {
    long sequence = Math.max(context.heardSequence, context.ringId.sequence()) + SEQUENCE_STEP;
    RingState ring = newRing(new RingId(context.self, sequence), members);
    if (!isUsable(ring)) {
      return;
    }
    Packet token = context.pool.acquire(CommitTokenPacket.length(members.length));
    CommitTokenPacket.write(token, context.self, ring.id, members);
    enter(ring, token);
  }

  private RingState newRing(RingId id, int[] members) {
    return new RingState(
        id, members, context.self, context.config.initialSeq(), context.config.initialTokenSeq());
  }

  /** Whether the ring's sequence is on stable storage and its next member can be reached. */
  private boolean isUsable(RingState ring) {
    if (ring.id.sequence() > context.persistedUpTo) {
      // Gather goes on; the join timer or persisted() brings us back here.
      context.reserve(ring.id.sequence());
      return false;
    }
    return ring.successor == context.self || context.effects.addressKnown(ring.successor);
  }

  /** A commit token arrived; it is given back unless it is sent on. */
  void onToken(Packet token, boolean fromSelf) {
    byte[] data = token.data();
    if (Header.nodeId(data) == context.self && !fromSelf) {
      context.count(Counter.TOKENS_DISCARDED);
      context.pool.release(token);
      return;
    }
    switch (context.state) {
      case GATHER -> inGather(token);
      case COMMIT -> inCommit(token);
      case RECOVERY -> inRecovery(token);
      case OPERATIONAL -> discard(token);
    }
  }

  private void inGather(Packet token) {
    byte[] data = token.data();
    int[] members = CommitTokenPacket.addresses(data);
    RingId id = RingIdField.read(data, CommitTokenPacket.RING_ID);
    int index = CommitTokenPacket.index(data);
    boolean mine =
        Arrays.equals(members, context.candidates())
            && isNewer(id)
            && id.representative() == members[0]
            && index >= 1
            && index < members.length
            && members[index] == context.self
            && Header.nodeId(data) == members[index - 1];
    if (!mine) {
      discard(token);
      return;
    }
    context.effects.heardFrom(Header.nodeId(data), /* taken= */ true);
    RingState ring = newRing(id, members);
    if (isUsable(ring)) {
      enter(ring, token);
    } else {
      discard(token);
    }
  }

  /**
   * Whether a commit token is of a later ring than any this member took part in, and believable.
   */
  boolean isNewer(RingId id) {
    return id.sequence() > context.ringId.sequence() && id.sequence() <= context.sequenceLimit();
  }

  private void inCommit(Packet token) {
    byte[] data = token.data();
    RingState ring = context.ring;
    boolean complete =
        RingIdField.matches(data, CommitTokenPacket.RING_ID, ring.id)
            && CommitTokenPacket.members(data) == ring.members.length
            && CommitTokenPacket.index(data) == ring.members.length
            && Header.nodeId(data) == ring.predecessor;
    if (complete && isOfOneNodeEach(data, ring)) {
      if (ring.predecessor != context.self) {
        context.effects.heardFrom(ring.predecessor, /* taken= */ true);
      }
      parts.recovery.enter(ring, token);
    } else {
      discard(token);
    }
  }

  /**
   * Whether two nodes with one id have not both written into a complete commit token, and nobody
   * comes from this member's ring only by its name. Otherwise this attempt is over. A namesake has
   * failed: after the next ring this one is of the past, and nobody is taken for its member.
   */
  private boolean isOfOneNodeEach(byte[] data, RingState ring) {
    int own = NodeSet.indexOf(ring.members, context.self);
    int[] namesakes = parts.identity.namesakes(data, ring);
    if (isOf(data, own, ringLeft()) && namesakes.length == 0) {
      return true;
    }
    context.failed = NodeSet.union(context.failed, namesakes);
    parts.gather.enter(GatherReason.NAMESAKES, namesakes.length > 0 ? namesakes[0] : context.self);
    return false;
  }

  private void inRecovery(Packet token) {
    byte[] data = token.data();
    RingState ring = context.ring;
    boolean second =
        ring.representative
            && RingIdField.matches(data, CommitTokenPacket.RING_ID, ring.id)
            && CommitTokenPacket.index(data) == ring.members.length
            && Header.nodeId(data) == ring.predecessor
            && isBackFromSecondRotation(data, ring);
    discard(token);
    if (second) {
      parts.recovery.originateToken(ring);
    }
  }

  /**
   * A repetition of the first rotation's token is complete too, but older than the one sent on
   * since. Taken for the second rotation's, it would start the new ring's token while members still
   * wait for the commit token (S20).
   */
  boolean isBackFromSecondRotation(byte[] data, RingState ring) {
    return Seq.lessOrEqual(ring.commitTokenSeq, Bytes.getInt(data, CommitTokenPacket.TOKEN_SEQ));
  }

  private void discard(Packet token) {
    context.pool.release(token);
  }

  private void enter(RingState ring, Packet token) {
    context.count(Counter.COMMITS);
    context.recorded.commits(context.now, ring, context.failed);
    context.state = TotemState.COMMIT;
    context.ring = ring;
    context.ringId = ring.id;
    context.heard(ring.id.sequence());
    context.timers.cancelAll();
    parts.gather.goesOn();
    byte[] data = token.data();
    int index = CommitTokenPacket.index(data);
    fillEntry(data, index);
    Bytes.putInt(data, CommitTokenPacket.MEMB_INDEX, index + 1);
    sendOn(ring, token);
  }

  private void fillEntry(byte[] data, int index) {
    RingState old = context.installed;
    RingId oldId = ringLeft();
    int aru = old == null ? context.config.initialSeq() : old.aru;
    int high = old == null ? aru : old.highSeq;
    int delivered = old == null ? aru : old.highDelivered;
    CommitTokenPacket.fill(data, index, oldId, aru, delivered, aru == high);
    int highAru = aru;
    for (int i = 0; i < index; i++) {
      if (isOf(data, i, oldId)) {
        highAru = Seq.max(highAru, CommitTokenPacket.entryAru(data, i));
      }
    }
    for (int i = 0; i <= index; i++) {
      if (isOf(data, i, oldId) && Seq.less(CommitTokenPacket.entryAru(data, i), highAru)) {
        CommitTokenPacket.clearReceived(data, i);
      }
    }
  }

  /** The ring that this member comes from, as it tells the others: the last one installed. */
  RingId ringLeft() {
    return context.installed == null ? context.neverInstalled : context.installed.id;
  }

  private static boolean isOf(byte[] data, int entry, RingId ring) {
    return RingIdField.matches(data, CommitTokenPacket.entry(data, entry), ring);
  }

  /** Sends the commit token to the next member and watches for what comes after it. */
  void sendOn(RingState ring, Packet token) {
    byte[] data = token.data();
    ring.commitTokenSeq = Bytes.getInt(data, CommitTokenPacket.TOKEN_SEQ) + 1;
    Bytes.putInt(data, CommitTokenPacket.TOKEN_SEQ, ring.commitTokenSeq);
    Bytes.putInt(data, Header.NODE_ID, context.self);
    token.length(CommitTokenPacket.length(ring.members.length));
    context.sendToken(ring.successor, token);
    long wait = parts.rotation.sent(context.now, Idleness.BUSY);
    context.timers.set(Timer.RETRANSMIT, context.now + wait);
    context.timers.set(Timer.TOKEN, context.now + context.policy.tokenNanos());
  }
}
