package io.evs.sim.world;

import io.evs.RingId;
import io.evs.sim.net.Datagram;

/** Checks what a process sends against what Totem allows, from the outside. */
final class TokenWatch {
  private RingId committed;
  private RingId ring;
  private int tokenSeq;
  private int seq;
  private int aru;

  void reset() {
    ring = null;
    committed = null;
  }

  /** What is wrong with the packet, or null. */
  String complaint(Datagram datagram, int packetBytes) {
    if (datagram.is(Datagram.MCAST) && datagram.length() > packetBytes) {
      return "data packet of " + datagram.length() + " bytes, the limit is " + packetBytes;
    }
    if (datagram.is(Datagram.COMMIT)) {
      committed = datagram.ring();
    }
    if (datagram.is(Datagram.MCAST) && committed != null && !datagram.ring().equals(committed)) {
      return "data of ring " + datagram.ring() + " after Commit of ring " + committed;
    }
    if (!datagram.is(Datagram.TOKEN)) {
      return null;
    }
    RingId of = datagram.ring();
    String wrong = null;
    if (of.equals(ring)) {
      int step = datagram.tokenSeq() - tokenSeq;
      if (step < 0) {
        wrong = "token_seq went back from " + tokenSeq + " to " + datagram.tokenSeq();
      } else if (step == 0 && (datagram.seq() != seq || datagram.aru() != aru)) {
        wrong = "two different tokens with token_seq " + tokenSeq;
      } else if (datagram.seq() - seq < 0) {
        wrong = "token seq went back from " + seq + " to " + datagram.seq();
      }
    }
    ring = of;
    tokenSeq = datagram.tokenSeq();
    seq = datagram.seq();
    aru = datagram.aru();
    return wrong == null ? null : wrong + " in ring " + of;
  }
}
