package io.evs.sim.world;

import io.evs.RingId;
import io.evs.sim.net.Datagram;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.McastPacket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the marks that a world reaches, from what can be seen of it from outside. */
public final class Marks {
  private static final class Seen {
    private int visits;
    private int visitTokenSeq;
    private RingId tokenRing;
    private int seq;
    private int tokenSeq;
  }

  private final World world;
  private final long[] counts = new long[Mark.values().length];
  private final Seen[] seen;

  Marks(World world) {
    this.world = world;
    this.seen = new Seen[world.options().nodes + 1];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = new Seen();
    }
  }

  public void reach(Mark mark) {
    counts[mark.ordinal()]++;
  }

  private void add(Mark mark, long count) {
    counts[mark.ordinal()] += count;
  }

  /** A process came to another state; called after the step. */
  void entered(SimProcess process, String before, String after) {
    Seen of = seen[process.id()];
    if (after.equals("RECOVERY")) {
      of.visits = 0;
      of.tokenRing = null;
    }
    if (before.equals("RECOVERY")) {
      if (after.equals("GATHER")) {
        reach(Mark.values()[Mark.RECOVERY_LEFT_0.ordinal() + Math.min(4, of.visits)]);
      } else if (after.equals(SimProcess.DOWN)) {
        reach(Mark.DEATH_IN_RECOVERY);
      }
    } else if (before.equals("COMMIT")) {
      if (after.equals("GATHER")) {
        reach(Mark.COMMIT_LEFT);
      } else if (after.equals(SimProcess.DOWN)) {
        reach(Mark.DEATH_IN_COMMIT);
      }
    }
  }

  /** A process sends a packet, to one or to all. */
  void sent(SimProcess process, Datagram datagram) {
    switch (datagram.type()) {
      case Datagram.TOKEN -> token(process, datagram);
      case Datagram.COMMIT -> commit(datagram);
      case Datagram.JOIN -> {
        if (datagram.isLeave()) {
          reach(Mark.LEAVE);
        }
      }
      case Datagram.MCAST -> {
        if (datagram.encapsulated() && isNote(datagram.bytes())) {
          reach(Mark.OBLIGATIONS);
        }
      }
      default -> {}
    }
  }

  /** Obligations travel as a message of a ring that cannot exist. */
  private static boolean isNote(byte[] bytes) {
    int ring = McastPacket.HEADER_LENGTH + McastPacket.RING_ID;
    return bytes.length > ring + 12
        && bytes[ring] == -1
        && bytes[ring + 1] == -1
        && bytes[ring + 11] == 0x7f;
  }

  private void token(SimProcess process, Datagram token) {
    Seen of = seen[process.id()];
    RingId ring = token.ring();
    int seq = token.seq();
    int tokenSeq = token.tokenSeq();
    if (ring.equals(of.tokenRing)) {
      if (of.seq < 0 && seq >= 0) {
        reach(Mark.SEQ_WRAP_UNSIGNED);
      } else if (of.seq >= 0 && seq < 0) {
        reach(Mark.SEQ_WRAP_SIGNED);
      }
      if ((of.tokenSeq ^ tokenSeq) < 0) {
        reach(Mark.TOKEN_SEQ_WRAP);
      }
    }
    if (!ring.equals(of.tokenRing) || of.visitTokenSeq != tokenSeq) {
      of.visits++;
      of.visitTokenSeq = tokenSeq;
    }
    of.tokenRing = ring;
    of.seq = seq;
    of.tokenSeq = tokenSeq;
    if (token.requests() >= world.options().policy.rtrEntriesMax()) {
      reach(Mark.REQUEST_LIST_FULL);
    }
  }

  /** Second round: from then on the ring can be installed. */
  private void commit(Datagram commit) {
    int members = commit.commitMembers();
    if (commit.tokenSeq() != members + 1) {
      return;
    }
    RingId[] pasts = new RingId[members];
    int different = 0;
    for (int i = 0; i < members; i++) {
      int id = CommitTokenPacket.address(commit.bytes(), i);
      if (id < 1 || id > world.options().nodes || world.process(id).configuration() == null) {
        continue;
      }
      RingId past = world.process(id).configuration().ring();
      boolean known = false;
      for (int j = 0; j < different; j++) {
        known |= pasts[j].equals(past);
      }
      if (!known) {
        pasts[different++] = past;
      }
    }
    if (different >= 3) {
      reach(Mark.MERGE_OF_THREE);
    }
  }

  /** The network lost a packet. */
  void dropped(Datagram datagram) {
    if (datagram.is(Datagram.COMMIT)) {
      boolean second = datagram.tokenSeq() > datagram.commitMembers();
      reach(second ? Mark.COMMIT_LOST_SECOND : Mark.COMMIT_LOST_FIRST);
    } else if (datagram.is(Datagram.TOKEN)) {
      if (world.state(datagram.from()).equals("RECOVERY")) {
        reach(Mark.TOKEN_LOST_IN_RECOVERY);
      }
    } else if (datagram.encapsulated()) {
      reach(Mark.RECOVERED_LOST);
    }
  }

  /** A packet is handed to its receiver. */
  void received(Datagram datagram) {
    if (datagram.failedListHas(datagram.to())) {
      reach(Mark.LISTED_AS_FAILED);
    }
  }

  /** All marks by name, with those that follow from counters and from the checker's account. */
  public Map<String, Long> finish(Map<String, Long> counters, Map<String, Long> exercised) {
    fromCounters(counters);
    add(Mark.TAIL_NOT_EMPTY, exercised.getOrDefault("tails", 0L));
    add(Mark.GAP_IN_TAIL, exercised.getOrDefault("gaps", 0L));
    add(Mark.SAFE_IN_TAIL, exercised.getOrDefault("safe_in_tails", 0L));
    Map<String, Long> named = new LinkedHashMap<>();
    for (Mark mark : Mark.values()) {
      named.put(mark.key(), counts[mark.ordinal()]);
    }
    return named;
  }

  private void fromCounters(Map<String, Long> counters) {
    add(Mark.RECOVERY_WITH_MISSING, counters.getOrDefault("recovery_originated", 0L));
    add(Mark.FAILED_TO_RECEIVE, counters.getOrDefault("failed_to_receive", 0L));
    add(Mark.AGREED_BUT_SILENT, counters.getOrDefault("agreements_silent", 0L));
    add(Mark.CONSENSUS_TIMEOUT, counters.getOrDefault("consensus_timeouts", 0L));
    add(Mark.PROBATION, counters.getOrDefault("probation_ignored", 0L));
    add(Mark.TOKEN_HELD, counters.getOrDefault("tokens_held", 0L));
    add(Mark.HOLD_CANCEL, counters.getOrDefault("hold_cancels_sent", 0L));
    add(Mark.TOKEN_REPEATED, counters.getOrDefault("tokens_retransmitted", 0L));
    add(Mark.TOKEN_DUPLICATE, counters.getOrDefault("tokens_duplicate", 0L));
    add(Mark.TOKEN_DISCARDED, counters.getOrDefault("tokens_discarded", 0L));
    add(Mark.JOIN_STALE, counters.getOrDefault("joins_stale", 0L));
    add(Mark.MALFORMED, counters.getOrDefault("packets_malformed", 0L));
    add(Mark.FOREIGN, counters.getOrDefault("packets_foreign", 0L));
  }
}
