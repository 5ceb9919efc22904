package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.ReceiveWindow;
import io.evs.totem.part.Seq;
import io.evs.totem.wire.PacketPool;

/**
 * Everything a member knows of one ring. Kept whole as the old ring while a new one forms, and
 * thrown away whole. Sequence numbers are raw 32 bits, compared by {@link Seq}.
 */
final class RingState {
  final RingId id;
  final int[] members;
  final int successor;
  final int predecessor;
  final boolean representative;
  final ReceiveWindow window;
  final int initialSeq;

  /** All packets up to here were received. */
  int aru;

  /** Highest number received or sent. */
  int highSeq;

  /** Highest number delivered; in the operational state everything below was. */
  int highDelivered;

  /**
   * Everything up to here is known to be at every member (docs/protocol.md, "Agreed and safe
   * delivery").
   */
  int safeLine;

  /** The aru written into the token at the previous visit. */
  int writtenAru;

  /** token_seq of the commit token as this member sent it on last. */
  int commitTokenSeq;

  /** token_seq of the last token accepted. */
  int tokenSeq;

  /** seq of the last token accepted, and the seq of the token sent on. */
  int receivedSeq;

  int forwardedSeq;

  /** Visits in a row at which no new message had been sent. */
  int unchangedVisits;

  /** Who sent the message with the highest number; the representative if there is none. */
  int lastSender;

  /** This member keeps the token until the hold timer fires, or somebody wants it. */
  boolean holding;

  /** First of the packets sent first in the last visit (last is {@code forwardedSeq}). */
  int visitFirstSeq;

  /** This member's packets of the last rotation and its backlog then, as written into the token. */
  int lastContribution;

  int lastBacklog;

  /** The member that held aru back as of the last token, 0 for none, and by how many packets. */
  int slowest;

  int slowestBehind;

  /** Visits in a row at which this member held aru back, and since when. */
  int stuckVisits;

  long stuckSinceNanos;

  /** Largest packet to send on this ring. */
  int packetBytes;

  RingState(RingId id, int[] members, int self, int initialSeq, int initialTokenSeq) {
    this.id = id;
    this.members = members;
    this.initialSeq = initialSeq;
    this.window = new ReceiveWindow(initialSeq);
    int index = NodeSet.indexOf(members, self);
    this.successor = members[(index + 1) % members.length];
    this.predecessor = members[(index + members.length - 1) % members.length];
    this.representative = index == 0;
    this.lastSender = members[0];
    this.aru = initialSeq;
    this.highSeq = initialSeq;
    this.highDelivered = initialSeq;
    this.safeLine = initialSeq - 1;
    this.writtenAru = initialSeq - 1;
    this.tokenSeq = initialTokenSeq - 1;
    this.receivedSeq = initialSeq;
    this.forwardedSeq = initialSeq;
    this.visitFirstSeq = initialSeq + 1;
  }

  /** A message packet is in the window. */
  void known(int seq, int sender) {
    if (Seq.less(highSeq, seq)) {
      highSeq = seq;
      lastSender = sender;
    }
  }

  boolean isAlone() {
    return members.length == 1;
  }

  boolean isMember(int nodeId) {
    return NodeSet.contains(members, nodeId);
  }

  /** Gives all packets back. */
  void discard(PacketPool pool) {
    window.clear(pool);
  }
}
