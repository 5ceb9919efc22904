package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.Seq;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;
import java.util.Arrays;

/** The retransmission list of the token: answers to others' requests, and own requests. */
class Retransmission {
  /** Requests in a token of Recovery: with them it has less than 600 bytes in all. */
  private static final int RECOVERY_ENTRIES_MAX = 30;

  /**
   * After answering a request this many times, a member leaves it on the list so that others answer
   * too: the requester may not hear this member at all (S31).
   */
  private static final int ANSWERS_ALONE = 3;

  /** Weight of one visit in the share of visits whose token asked for something. */
  private static final double VISIT_WEIGHT = 1.0 / 64;

  /** From this share on the network loses packets. */
  private static final double LOSSY_SHARE = 0.01;

  private final TotemContext context;

  /** What the last visit sent again on request. */
  private int[] answered = new int[64];

  private int answeredCount;
  private double askingShare;

  Retransmission(TotemContext context) {
    this.context = context;
  }

  /**
   * Sends what the token asks for and this member has, all before the token (docs/protocol.md,
   * "Retransmission"), and removes it from the list unless it did so again and again.
   *
   * @return packets sent
   */
  int answer(byte[] token, RingState ring, int allowed) {
    int entries = OrfToken.rtrEntries(token);
    int kept = 0;
    int sent = 0;
    answeredCount = 0;
    for (int i = 0; i < entries; i++) {
      int offset = OrfToken.rtrOffset(i);
      boolean ours = RingIdField.matches(token, offset, ring.id);
      int seq = Bytes.getInt(token, offset + RingIdField.LENGTH);
      Packet packet = ours && sent < allowed ? ring.window.get(seq) : null;
      if (packet != null) {
        context.effects.multicast(packet);
        context.count(Counter.RETRANSMITS);
        context.recorded.resent(packet.length());
        remember(seq);
        sent++;
      }
      boolean settled = packet != null && ring.window.countAnswer(seq) <= ANSWERS_ALONE;
      if (!settled && ours && keep(ring, seq, OrfToken.seq(token))) {
        if (kept != i) {
          System.arraycopy(
              token, offset, token, OrfToken.rtrOffset(kept), OrfToken.RTR_ENTRY_LENGTH);
        }
        kept++;
      }
    }
    Bytes.putInt(token, OrfToken.RTR_ENTRIES, kept);
    return sent;
  }

  private void remember(int seq) {
    if (answeredCount == answered.length) {
      answered = Arrays.copyOf(answered, 2 * answeredCount);
    }
    answered[answeredCount++] = seq;
  }

  /**
   * A request for something that every member had already, or for a number that is not in use, is
   * not carried on: nobody would ever take it off the list (S8).
   */
  private static boolean keep(RingState ring, int seq, int highest) {
    return Seq.less(ring.window.released(), seq) && Seq.lessOrEqual(seq, highest);
  }

  /**
   * Asks for what is missing, up to the seq of the token this member sent last: everything up to
   * there was on its way before (docs/protocol.md, "Retransmission").
   */
  void request(byte[] token, RingState ring) {
    int last = requestLimit(token, ring);
    int entries = OrfToken.rtrEntries(token);
    int most = mostEntries();
    for (int seq = ring.aru + 1;
        Seq.lessOrEqual(seq, last) && entries < most && ring.window.accepts(seq);
        seq++) {
      if (ring.window.get(seq) == null
          && ring.window.countMiss(seq) >= context.policy.missCountConst()
          && !isListed(token, entries, seq)) {
        int offset = OrfToken.rtrOffset(entries);
        RingIdField.write(token, offset, ring.id);
        Bytes.putInt(token, offset + RingIdField.LENGTH, seq);
        entries++;
        context.count(Counter.RETRANSMIT_REQUESTS);
        context.recorded.requested(seq);
      }
    }
    Bytes.putInt(token, OrfToken.RTR_ENTRIES, entries);
    askingShare += ((entries > 0 ? 1 : 0) - askingShare) * VISIT_WEIGHT;
  }

  /**
   * In Recovery the token stays so short that it passes where large packets do not. The attempts
   * would fail for ever if it did not: nobody would learn who it is that gets only short ones.
   */
  private int mostEntries() {
    int most = context.policy.rtrEntriesMax();
    return context.state == TotemState.RECOVERY ? Math.min(most, RECOVERY_ENTRIES_MAX) : most;
  }

  /**
   * Whether packets get lost: members ask for some again and again. A token that is late says
   * nothing of the network, as its next holder may only be waiting for a processor.
   */
  boolean isLosing() {
    return askingShare >= LOSSY_SHARE;
  }

  /** What is missing up to the highest number known, ascending, no more than so many. */
  int[] missing(RingState ring, int most) {
    int[] found = new int[most];
    int count = 0;
    for (int seq = ring.aru + 1; Seq.lessOrEqual(seq, ring.highSeq) && count < most; seq++) {
      if (ring.window.get(seq) == null) {
        found[count++] = seq;
      }
    }
    return Arrays.copyOf(found, count);
  }

  int requestLimit(byte[] token, RingState ring) {
    return Seq.min(ring.forwardedSeq, OrfToken.seq(token));
  }

  /**
   * Sends the packets of the last visit again that are not known to be everywhere, together with a
   * repeated token (docs/protocol.md, "Sending a token again": without it extreme loss stalls the
   * ring).
   */
  void repeatLastVisit(RingState ring) {
    for (int i = 0; i < answeredCount; i++) {
      repeat(ring, answered[i]);
    }
    for (int seq = ring.visitFirstSeq; Seq.lessOrEqual(seq, ring.forwardedSeq); seq++) {
      repeat(ring, seq);
    }
  }

  private void repeat(RingState ring, int seq) {
    // aru as written covers this member's own packets; only the safe line says what others have.
    Packet packet = Seq.less(ring.safeLine, seq) ? ring.window.get(seq) : null;
    if (packet != null && McastPacket.seq(packet.data()) == seq) {
      context.effects.multicast(packet);
      context.count(Counter.RETRANSMITS_WITH_TOKEN);
    }
  }

  private static boolean isListed(byte[] token, int entries, int seq) {
    for (int i = 0; i < entries; i++) {
      if (Bytes.getInt(token, OrfToken.rtrOffset(i) + RingIdField.LENGTH) == seq) {
        return true;
      }
    }
    return false;
  }
}
