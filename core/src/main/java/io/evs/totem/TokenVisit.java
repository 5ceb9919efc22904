package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.Idleness;
import io.evs.totem.part.ReceiveWindow;
import io.evs.totem.part.Seq;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;
import java.util.ArrayList;

/**
 * A visit of the token (docs/protocol.md, "A visit of the token"): checks, retransmissions, new
 * messages, requests, aru, sending the token on, delivery.
 */
class TokenVisit {
  /** On a network that is not known to lose packets a token is repeated this often without them. */
  private static final int REPETITIONS_ALONE = 4;

  private final TotemContext context;
  private final Concerns parts;
  private final MessageSource source;
  private final ArrayList<Packet> burst = new ArrayList<>(256);
  private int thisSeqno;

  TokenVisit(TotemContext context, Concerns parts, MessageSource source) {
    this.context = context;
    this.parts = parts;
    this.source = source;
  }

  /**
   * Takes a token. Ring id, sender and token_seq are checked before it changes anything.
   *
   * @param fromSelf whether it is the looped-back token of a lone member
   */
  void onToken(Packet packet, boolean fromSelf) {
    if (!isAcceptable(packet.data(), fromSelf)) {
      context.pool.release(packet);
      return;
    }
    if (!fromSelf) {
      context.effects.heardFrom(context.ring.predecessor, /* taken= */ true);
    }
    Packet token = withRoom(packet);
    visit(context.ring, token);
  }

  /** Visits this member once more with the token that it holds, since it has something to send. */
  void resume() {
    Packet token = context.savedToken;
    context.savedToken = null;
    long lostAt = context.timers.at(Timer.TOKEN);
    visit(context.ring, token);
    // No token came: who is gone is found as soon as without this visit.
    context.timers.hasten(Timer.TOKEN, lostAt);
  }

  private boolean isAcceptable(byte[] token, boolean fromSelf) {
    RingState ring = context.ring;
    boolean active =
        context.state == TotemState.OPERATIONAL || context.state == TotemState.RECOVERY;
    if (!active
        || !RingIdField.matches(token, OrfToken.RING_ID, ring.id)
        || Header.nodeId(token) != ring.predecessor
        || ring.isAlone() != fromSelf) {
      context.count(Counter.TOKENS_DISCARDED);
      return false;
    }
    if (isDuplicate(ring, OrfToken.tokenSeq(token))) {
      context.count(Counter.TOKENS_DUPLICATE);
      // Whoever sent it again waits for it: it may have been lost behind this member.
      hasten();
      return false;
    }
    int seq = OrfToken.seq(token);
    boolean plausible =
        Seq.lessOrEqual(ring.forwardedSeq, seq)
            && seq - ring.window.released() < ReceiveWindow.CAPACITY_MAX
            && Seq.lessOrEqual(OrfToken.aru(token), seq)
            && Seq.lessOrEqual(ring.window.released() - 1, OrfToken.aru(token));
    if (!plausible) {
      context.count(Counter.PACKETS_IMPLAUSIBLE);
    }
    return plausible;
  }

  boolean isDuplicate(RingState ring, int tokenSeq) {
    return Seq.lessOrEqual(tokenSeq, ring.tokenSeq);
  }

  /** The token itself if requests can be added to it, else a larger copy. */
  private Packet withRoom(Packet packet) {
    int most = Math.max(context.policy.rtrEntriesMax(), OrfToken.rtrEntries(packet.data()));
    int needed = OrfToken.length(most);
    if (packet.data().length >= needed) {
      return packet;
    }
    Packet larger = context.pool.acquire(needed);
    System.arraycopy(packet.data(), 0, larger.data(), 0, packet.length());
    context.pool.release(packet);
    return larger;
  }

  private void visit(RingState ring, Packet packet) {
    byte[] token = packet.data();
    int seq = OrfToken.seq(token);
    context.count(Counter.TOKENS);
    parts.identity.tokenSeen();
    ring.tokenSeq = OrfToken.tokenSeq(token);
    parts.rotation.received(context.now);
    context.recorded.visited(context.now, ring);
    parts.hold.countVisit(ring, seq);
    parts.delivery.advanceAru(ring);
    boolean recovering = context.state == TotemState.RECOVERY;
    if (recovering) {
      parts.recovery.mergeIntoOldRing(ring);
    }
    int backlog = recovering ? parts.recovery.backlog() : source.backlogPackets();
    int allowed = parts.flow.allowed(token, ring, backlog);
    int resent = parts.retransmission.answer(token, ring, parts.flow.retransmitsAllowed(allowed));
    parts.retransmission.request(token, ring);
    int share = Math.max(0, allowed - resent);
    int room = parts.flow.room(ring, seq);
    int fresh = Math.min(share, room);
    burst.clear();
    ring.visitFirstSeq = seq + 1;
    int sent =
        recovering ? parts.recovery.send(ring, seq, fresh, burst) : sendNew(ring, seq, fresh);
    countStop(sent, share, room);
    Bytes.putInt(token, OrfToken.SEQ, seq + sent);
    parts.flow.update(token, ring, resent + sent, backlog);
    parts.delivery.advanceAru(ring);
    updateAru(token, ring);
    Bytes.putInt(token, OrfToken.TOKEN_SEQ, ring.tokenSeq + 1);
    Bytes.putInt(token, Header.NODE_ID, context.self);
    ring.forwardedSeq = seq + sent;
    if (hasFailedToReceive(ring)) {
      emit(0, burst.size());
      context.pool.release(packet);
      parts.gather.failedToReceive();
      return;
    }
    if (recovering && !parts.recovery.visit(token, ring)) {
      context.pool.release(packet);
      return;
    }
    packet.length(OrfToken.length(OrfToken.rtrEntries(token)));
    sendOn(ring, packet, recovering, resent + sent > 0);
    if (context.state == TotemState.OPERATIONAL) {
      parts.delivery.deliver(ring);
      parts.delivery.release(ring);
    } else {
      parts.recovery.release(ring);
    }
  }

  /** What kept this visit from sending all that waits, for those who ask what limits a ring. */
  private void countStop(int sent, int share, int room) {
    boolean stopped = sent == Math.min(share, room) && context.state == TotemState.OPERATIONAL;
    if (stopped && source.backlogPackets() > 0) {
      context.count(
          room < share ? Counter.VISITS_STOPPED_BY_RECEIVER : Counter.VISITS_STOPPED_BY_WINDOW);
    }
  }

  /** Fills and numbers new packets; they count as sent from here on. */
  int sendNew(RingState ring, int tokenSeq, int allowed) {
    int sent = 0;
    int limit = ring.packetBytes - 2 * McastPacket.HEADER_LENGTH;
    while (sent < allowed) {
      Packet packet = context.pool.acquire();
      byte[] data = packet.data();
      int seq = tokenSeq + sent + 1;
      int length = source.fill(data, McastPacket.HEADER_LENGTH, limit, ring.id, seq);
      if (length == 0) {
        context.pool.release(packet);
        break;
      }
      McastPacket.write(
          data, Header.PLAIN, context.self, seq, thisSeqno++, ring.id, source.lastWasSafe());
      packet.length(McastPacket.HEADER_LENGTH + length);
      store(ring, seq, packet);
      sent++;
    }
    context.counters.add(Counter.MCASTS_SENT, sent);
    return sent;
  }

  /** Puts a packet of this member into its own window and into the burst of this visit. */
  void store(RingState ring, int seq, Packet packet) {
    Packet forged = ring.window.take(seq);
    if (forged != null) {
      // Nobody but the holder of the token may use this number.
      context.count(Counter.PACKETS_IMPLAUSIBLE);
      context.pool.release(forged);
    }
    ring.window.put(seq, packet);
    ring.known(seq, context.self);
    burst.add(packet);
  }

  int nextThisSeqno() {
    return thisSeqno++;
  }

  /** A packet of this visit. */
  Packet burst(int index) {
    return burst.get(index);
  }

  private void updateAru(byte[] token, RingState ring) {
    int aru = OrfToken.aru(token);
    int holder = OrfToken.aruAddr(token);
    // A holder that is no member could never raise what it lowered.
    boolean free = holder == context.self || !ring.isMember(holder);
    if (Seq.less(ring.aru, aru) || free) {
      aru = ring.aru;
      holder = aru == OrfToken.seq(token) ? 0 : context.self;
      Bytes.putInt(token, OrfToken.ARU, aru);
      Bytes.putInt(token, OrfToken.ARU_ADDR, holder);
    }
    ring.slowest = holder;
    ring.slowestBehind = OrfToken.seq(token) - aru;
    boolean stuck = holder == context.self && aru == ring.writtenAru;
    if (!stuck) {
      ring.stuckVisits = 0;
    } else if (ring.stuckVisits++ == 0) {
      ring.stuckSinceNanos = context.now;
    }
    parts.delivery.raiseSafeLine(ring, aru);
  }

  private boolean hasFailedToReceive(RingState ring) {
    return ring.stuckVisits > context.policy.failRecvConst()
        && context.now - ring.stuckSinceNanos >= context.policy.failRecvNanos();
  }

  private void sendOn(RingState ring, Packet packet, boolean recovering, boolean busy) {
    byte[] token = packet.data();
    int after = recovering ? 0 : Math.min(context.policy.acceleratedWindow(), burst.size());
    emit(0, burst.size() - after);
    boolean settled =
        OrfToken.rtrEntries(token) == 0
            && OrfToken.aru(token) == OrfToken.seq(token)
            && parts.flow.hasRoom(token)
            && parts.hold.isEverywhere(ring, OrfToken.seq(token))
            && source.backlogPackets() == 0;
    if (parts.hold.shouldHold(ring) && !recovering && !busy && settled) {
      context.saveToken(ring.successor, packet);
      parts.hold.hold(ring);
    } else {
      sendCopies(ring, packet);
      Idleness idleness = busy ? Idleness.BUSY : parts.hold.idleness(ring);
      long wait = parts.rotation.sent(context.now, idleness);
      context.timers.set(Timer.RETRANSMIT, context.now + wait);
    }
    // After the token, in the same turn: never again once the ring was left (S14).
    emitAfterToken(burst.size() - after, burst.size());
    context.timers.set(Timer.TOKEN, context.now + context.policy.tokenNanos());
  }

  private void sendCopies(RingState ring, Packet packet) {
    context.sendToken(ring.successor, packet);
    boolean lossy = !ring.isAlone() && parts.retransmission.isLosing();
    int copies = lossy ? parts.rotation.copies() : 1;
    for (int i = 1; i < copies; i++) {
      context.count(Counter.TOKEN_COPIES);
      context.sendSavedToken();
    }
  }

  /** Sends the part of this visit's burst that follows the token. */
  void emitAfterToken(int from, int to) {
    emit(from, to);
  }

  private void emit(int from, int to) {
    if (context.ring.isAlone()) {
      return;
    }
    for (int i = from; i < to; i++) {
      context.effects.multicast(burst.get(i));
    }
  }

  /** The token was sent and nothing shows that it arrived: sends it again. */
  void retransmitTimer() {
    if (context.savedToken == null || context.ring.holding) {
      return;
    }
    long wait = parts.rotation.repeated();
    int most = parts.retransmission.isLosing() ? 1 : REPETITIONS_ALONE;
    if (context.state != TotemState.COMMIT && parts.rotation.repetitions() > most) {
      parts.retransmission.repeatLastVisit(context.ring);
    }
    context.count(Counter.TOKENS_RETRANSMITTED);
    context.recorded.repeated();
    context.sendSavedToken();
    context.timers.set(Timer.RETRANSMIT, context.now + wait);
  }

  /** Somebody waits for the token: whoever sent it on last need not wait for long. */
  void hasten() {
    if (context.savedToken != null && !context.ring.holding) {
      context.timers.hasten(Timer.RETRANSMIT, context.now + parts.rotation.base());
    }
  }

  /** A packet numbered after the token was sent on: the successor has the token. */
  void evidence(RingState ring, int seq) {
    if (Seq.less(ring.forwardedSeq, seq) && !ring.holding) {
      context.timers.cancel(Timer.RETRANSMIT);
    }
  }
}
