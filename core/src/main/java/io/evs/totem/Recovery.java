package io.evs.totem;

import io.evs.flight.GatherReason;
import io.evs.totem.part.Counter;
import io.evs.totem.part.Idleness;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.ReceiveWindow;
import io.evs.totem.part.Seq;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;

/**
 * Recovery: on the new ring the members that come from one old ring exchange the messages that one
 * of them has and another may lack (docs/protocol.md, "Recovery").
 */
class Recovery {
  private final TotemContext context;
  private final Concerns parts;
  private final ArrayDeque<Packet> queue = new ArrayDeque<>();

  /** Old messages seen in this attempt, by distance from {@link #lowAru}. */
  private final BitSet seen = new BitSet();

  private int[] transitional = NodeSet.EMPTY;
  private int lowAru;
  private int highDelivered;
  private int takenUpTo;
  private boolean tokenOriginated;
  private boolean flagIsMine;
  private int quietVisits;
  private int installSeq;
  private int readyVisits;
  private int visits;
  private long startedNanos;

  Recovery(TotemContext context, Concerns parts) {
    this.context = context;
    this.parts = parts;
  }

  /** Members of the old ring that come along, as the complete commit token shows them. */
  int[] transitional() {
    return transitional;
  }

  /** Highest message that one of them delivered in the old ring. */
  int highDelivered() {
    return highDelivered;
  }

  /** The commit token came round complete: enters Recovery and sends it on. */
  void enter(RingState ring, Packet token) {
    context.count(Counter.RECOVERIES);
    context.recorded.recovers(context.now, ring);
    context.state = TotemState.RECOVERY;
    reset(ring);
    RingState old = context.installed;
    boolean allReceived = old == null || readEntries(token.data(), ring, old);
    parts.commit.sendOn(ring, token);
    if (old == null) {
      return;
    }
    if (allReceived) {
      parts.obligations.take(transitional);
    } else {
      originate(old);
    }
  }

  private void reset(RingState ring) {
    queue.clear();
    seen.clear();
    transitional = NodeSet.EMPTY;
    takenUpTo = ring.initialSeq;
    tokenOriginated = false;
    flagIsMine = false;
    quietVisits = 0;
    readyVisits = 0;
    visits = 0;
    startedNanos = context.now;
    parts.obligations.startAttempt();
  }

  /** Reads the entries of the old ring's members; returns whether all have all its messages. */
  private boolean readEntries(byte[] token, RingState ring, RingState old) {
    boolean allReceived = true;
    lowAru = old.aru;
    highDelivered = old.highDelivered;
    for (int i = 0; i < ring.members.length; i++) {
      if (!isTransitional(token, i, ring.members[i], old)) {
        continue;
      }
      transitional = NodeSet.add(transitional, ring.members[i]);
      lowAru = Seq.min(lowAru, CommitTokenPacket.entryAru(token, i));
      highDelivered = Seq.max(highDelivered, CommitTokenPacket.entryHighDelivered(token, i));
      allReceived &= CommitTokenPacket.entryReceived(token, i);
    }
    return allReceived;
  }

  /** Whether entry {@code i} is of a member that comes from this member's old ring. */
  boolean isTransitional(byte[] token, int i, int member, RingState old) {
    return old.isMember(member)
        && RingIdField.matches(token, CommitTokenPacket.entry(token, i), old.id);
  }

  /** Queues every old message that some member of the transitional configuration may lack. */
  private void originate(RingState old) {
    Packet note = parts.obligations.note(old.id);
    if (note != null) {
      queue.add(wrap(note));
      context.pool.release(note);
    }
    assert parts.obligations.isTold(note) : "what was promised is told to the others (D7)";
    // What was released is at every member, whatever a damaged commit token says.
    int from = Seq.max(lowAru, old.window.released()) + 1;
    for (int seq = from; Seq.lessOrEqual(seq, old.highSeq); seq++) {
      Packet packet = old.window.get(seq);
      if (packet != null) {
        queue.add(wrap(packet));
      }
    }
  }

  private Packet wrap(Packet inner) {
    int length = McastPacket.HEADER_LENGTH + inner.length();
    Packet packet = context.pool.acquire(length);
    System.arraycopy(inner.data(), 0, packet.data(), McastPacket.HEADER_LENGTH, inner.length());
    packet.length(length);
    return packet;
  }

  /** The representative starts the token of the new ring, once. */
  void originateToken(RingState ring) {
    if (tokenOriginated) {
      return;
    }
    tokenOriginated = true;
    Packet token = context.pool.acquire();
    int flag = queue.isEmpty() ? 0 : 1;
    flagIsMine = flag == 1;
    OrfToken.write(
        token,
        context.self,
        ring.initialSeq,
        context.config.initialTokenSeq(),
        ring.initialSeq - 1,
        context.self,
        ring.id,
        flag);
    context.sendToken(ring.successor, token);
    long wait = parts.rotation.sent(context.now, Idleness.BUSY);
    context.timers.set(Timer.RETRANSMIT, context.now + wait);
    context.timers.set(Timer.TOKEN, context.now + context.policy.tokenNanos());
  }

  /** Packets waiting to be sent. */
  int backlog() {
    dropAlreadySent();
    return queue.size();
  }

  /** What another member has sent already in this attempt need not be sent again. */
  private void dropAlreadySent() {
    while (!queue.isEmpty() && isSeen(queue.peek().data())) {
      context.pool.release(queue.poll());
    }
  }

  private boolean isSeen(byte[] data) {
    if (Obligations.isNote(data, McastPacket.HEADER_LENGTH)) {
      return false;
    }
    return seen.get(innerSeq(data) - lowAru);
  }

  private static int innerSeq(byte[] data) {
    return Bytes.getInt(data, McastPacket.HEADER_LENGTH + McastPacket.SEQ);
  }

  /** A recovered packet arrived on the new ring. */
  void noteRecovered(byte[] data) {
    RingState old = context.installed;
    int inner = McastPacket.HEADER_LENGTH;
    if (old != null && RingIdField.matches(data, inner + McastPacket.RING_ID, old.id)) {
      int distance = innerSeq(data) - lowAru;
      if (distance >= 0 && distance < ReceiveWindow.CAPACITY_MAX) {
        seen.set(distance);
      }
    }
  }

  /** Sends queued packets with their number on the new ring. */
  int send(RingState ring, int tokenSeq, int allowed, ArrayList<Packet> burst) {
    int sent = 0;
    while (sent < allowed) {
      dropAlreadySent();
      Packet packet = queue.poll();
      if (packet == null) {
        break;
      }
      int seq = tokenSeq + sent + 1;
      McastPacket.write(
          packet.data(),
          Header.RECOVERED,
          context.self,
          seq,
          parts.visit.nextThisSeqno(),
          ring.id,
          false);
      noteRecovered(packet.data());
      parts.visit.store(ring, seq, packet);
      sent++;
    }
    context.counters.add(Counter.RECOVERY_ORIGINATED, sent);
    return sent;
  }

  /**
   * Moves everything recovered without gap into the old ring for good, before it is acknowledged:
   * it survives a failure of this attempt (docs/protocol.md, "Recovery").
   */
  void mergeIntoOldRing(RingState ring) {
    RingState old = context.installed;
    while (takenUpTo != ring.aru) {
      takenUpTo++;
      Packet packet = ring.window.get(takenUpTo);
      if (old != null && packet != null && isRecovered(packet)) {
        takeOne(old, packet);
      }
    }
    if (old != null) {
      parts.delivery.advanceAruOf(old);
    }
  }

  private static boolean isRecovered(Packet packet) {
    return Header.encapsulated(packet.data()) == Header.RECOVERED;
  }

  private void takeOne(RingState old, Packet packet) {
    byte[] data = packet.data();
    int inner = McastPacket.HEADER_LENGTH;
    if (Obligations.isNote(data, inner)) {
      parts.obligations.read(data, inner, packet.length(), old.id);
      return;
    }
    int seq = innerSeq(data);
    boolean missing =
        RingIdField.matches(data, inner + McastPacket.RING_ID, old.id)
            && old.isMember(Bytes.getInt(data, inner + McastPacket.SYSTEM_FROM))
            && old.window.accepts(seq)
            && old.window.get(seq) == null;
    if (!missing) {
      return;
    }
    int length = packet.length() - inner;
    Packet copy = context.pool.copyOf(data, inner, length);
    old.window.put(seq, copy);
    old.highSeq = Seq.max(old.highSeq, seq);
    context.count(Counter.RECOVERY_TAKEN);
  }

  /**
   * The part of a token visit that decides whether recovery is over.
   *
   * @return false if recovery was given up, and the token must not be sent on
   */
  boolean visit(byte[] token, RingState ring) {
    visits++;
    mergeIntoOldRing(ring);
    updateFlag(token);
    quietVisits = OrfToken.retransFlg(token) == 0 ? quietVisits + 1 : 0;
    if (quietVisits == 2) {
      installSeq = OrfToken.seq(token);
    }
    if (quietVisits >= 2 && Seq.lessOrEqual(installSeq, ring.aru)) {
      parts.obligations.take(transitional);
    }
    boolean ready = quietVisits >= 3 && Seq.lessOrEqual(installSeq, OrfToken.aru(token));
    readyVisits = ready ? readyVisits + 1 : 0;
    if (readyVisits == 2) {
      parts.installation.install(ring);
      return true;
    }
    if (isEndless()) {
      parts.gather.enter(GatherReason.ENDLESS_RECOVERY, 0);
      return false;
    }
    return true;
  }

  private void updateFlag(byte[] token) {
    dropAlreadySent();
    if (!queue.isEmpty()) {
      if (OrfToken.retransFlg(token) == 0) {
        Bytes.putInt(token, OrfToken.RETRANS_FLG, 1);
        flagIsMine = true;
      }
    } else if (OrfToken.retransFlg(token) == 1 && flagIsMine) {
      Bytes.putInt(token, OrfToken.RETRANS_FLG, 0);
      flagIsMine = false;
    }
  }

  /**
   * The token goes round but somebody never confirms: try again (S45). Who gets no message leaves
   * by itself before: otherwise the next attempt would be the same.
   */
  private boolean isEndless() {
    return visits > 2L * context.policy.failRecvConst()
        && context.now - startedNanos > 2 * context.policy.failRecvNanos();
  }

  /** Gives back what is at every member and was taken over here. */
  void release(RingState ring) {
    int upTo = Seq.min(ring.safeLine, takenUpTo);
    if (context.state == TotemState.RECOVERY && Seq.less(ring.window.released(), upTo)) {
      ring.window.releaseUpTo(upTo, context.pool);
    }
  }

  /** The attempt failed or was never begun: drops the ring being formed, keeps the old one. */
  void abandon() {
    while (!queue.isEmpty()) {
      context.pool.release(queue.poll());
    }
    boolean forming = context.state == TotemState.COMMIT || context.state == TotemState.RECOVERY;
    if (forming && context.ring != null) {
      context.ring.discard(context.pool);
      context.ring = context.installed;
    }
  }
}
