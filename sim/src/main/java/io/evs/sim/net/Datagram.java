package io.evs.sim.net;

import io.evs.RingId;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.HoldCancelPacket;
import io.evs.totem.wire.JoinPacket;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.MergeDetectPacket;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.RingIdField;
import java.util.ArrayList;
import java.util.List;

/**
 * A packet in flight from one process to another, with the fields of the Totem header that faults
 * and scenarios decide by (docs/protocol.md, "Packets"). The bytes are shared by all copies of a
 * multicast and never change.
 */
public final class Datagram {
  /** Header byte 3 of a regular token. */
  public static final int TOKEN = Header.ORF_TOKEN;

  /** Header byte 3 of a data packet. */
  public static final int MCAST = Header.MCAST;

  /** Header byte 3 of a merge detect packet. */
  public static final int MERGE_DETECT = Header.MERGE_DETECT;

  /** Header byte 3 of a join; a leave is a join whose node id is 0. */
  public static final int JOIN = Header.JOIN;

  /** Header byte 3 of a commit token. */
  public static final int COMMIT = Header.COMMIT_TOKEN;

  /** Header byte 3 of a hold cancel. */
  public static final int HOLD_CANCEL = Header.HOLD_CANCEL;

  private static final int ANSWER = 2;
  private static final int SEALER = 6;
  private static final int SALT = 10;
  private static final int COUNTER = 18;
  private static final byte[] NO_BYTES = {};

  private final int from;
  private final int to;
  private final byte[] bytes;
  private final byte[] sealed;

  public Datagram(int from, int to, byte[] bytes) {
    this(from, to, bytes, NO_BYTES);
  }

  /** A packet in an envelope; with no bytes it is one of the envelopes' own. */
  public Datagram(int from, int to, byte[] bytes, byte[] sealed) {
    this.from = from;
    this.to = to;
    this.bytes = bytes;
    this.sealed = sealed;
  }

  /** The same to a node. */
  public Datagram withReceiver(int node) {
    return new Datagram(from, node, bytes, sealed);
  }

  /** The same with a bit of its envelope changed; nothing may come out of it. */
  Datagram damaged(SimRandom random) {
    byte[] changed = sealed.clone();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    return new Datagram(from, to, NO_BYTES, changed);
  }

  /** The same as somebody sends it again, under an address of his choice. */
  public Datagram replayed(int sender, int receiver) {
    return new Datagram(sender, receiver, bytes, sealed);
  }

  /** The same as somebody without the key makes it up: all but the envelope's kind and key. */
  public Datagram forged(SimRandom random) {
    byte[] made = sealed.clone();
    for (int i = SALT; i < made.length; i++) {
      made[i] = (byte) random.nextInt(256);
    }
    made[COUNTER] &= 0x7f;
    return new Datagram(from, to, NO_BYTES, made);
  }

  /** Whether it is an envelope's answer to a challenge. */
  public boolean isAnswer() {
    return sealed.length > COUNTER && sealed[1] == ANSWER;
  }

  /** The node that has sealed it, as its envelope says. */
  public int sealer() {
    return (int) sealedNumber(SEALER, 4);
  }

  /** Which start of that node it was. */
  public long start() {
    return sealedNumber(SALT, 8);
  }

  /** Number of the packet among those of the start. */
  public long number() {
    return sealedNumber(COUNTER, 8);
  }

  private long sealedNumber(int offset, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (sealed[offset + i] & 0xff);
    }
    return value;
  }

  /** Whether it travels in an envelope. */
  boolean isSealed() {
    return sealed.length > 0;
  }

  /** What is on the wire: the envelope if there is one. */
  public byte[] wire() {
    return isSealed() ? sealed : bytes;
  }

  /** Node that transmitted it (not the originator of a retransmitted message). */
  public int from() {
    return from;
  }

  /** Node it goes to. */
  public int to() {
    return to;
  }

  /** Bytes of the datagram; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** Header byte 3, or -1 if there is no Totem header. */
  public int type() {
    return bytes.length < Header.LENGTH ? -1 : Header.type(bytes);
  }

  /** Whether this is a packet of the type. */
  public boolean is(int type) {
    return type() == type;
  }

  /** Whether this is a data packet that carries an old ring's packet in recovery. */
  public boolean encapsulated() {
    return is(MCAST) && Header.encapsulated(bytes) == Header.RECOVERED;
  }

  /** Whether this is a leave. */
  public boolean isLeave() {
    return is(JOIN) && JoinPacket.isLeave(bytes);
  }

  /** Originator of a data packet, or sender of another. */
  public int origin() {
    return switch (type()) {
      case MCAST -> intAt(McastPacket.SYSTEM_FROM);
      case JOIN -> intAt(JoinPacket.SYSTEM_FROM);
      case MERGE_DETECT -> intAt(MergeDetectPacket.SYSTEM_FROM);
      default -> intAt(Header.NODE_ID);
    };
  }

  /** The ring it belongs to; for a join only the sequence is meaningful. */
  public RingId ring() {
    return switch (type()) {
      case TOKEN -> ringAt(OrfToken.RING_ID);
      case MCAST -> ringAt(McastPacket.RING_ID);
      case MERGE_DETECT -> ringAt(MergeDetectPacket.RING_ID);
      case COMMIT -> ringAt(CommitTokenPacket.RING_ID);
      case JOIN -> new RingId(0, longAt(JoinPacket.RING_SEQ));
      case HOLD_CANCEL -> ringAt(HoldCancelPacket.RING_ID);
      default -> new RingId(0, 0);
    };
  }

  /** Sequence of a data packet, or highest sequence on a token. */
  public int seq() {
    return is(TOKEN) ? intAt(OrfToken.SEQ) : is(MCAST) ? intAt(McastPacket.SEQ) : 0;
  }

  /** Token sequence of a regular or commit token. */
  public int tokenSeq() {
    return is(TOKEN)
        ? intAt(OrfToken.TOKEN_SEQ)
        : is(COMMIT) ? intAt(CommitTokenPacket.TOKEN_SEQ) : 0;
  }

  /** Aru of a regular token. */
  public int aru() {
    return is(TOKEN) ? intAt(OrfToken.ARU) : 0;
  }

  /** Number of retransmission requests on a regular token. */
  public int requests() {
    return is(TOKEN) ? intAt(OrfToken.RTR_ENTRIES) : 0;
  }

  /** The sequence numbers that a regular token asks for. */
  public List<Integer> requestList() {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < requests() && OrfToken.length(i + 1) <= bytes.length; i++) {
      missing.add(intAt(OrfToken.rtrOffset(i) + RingIdField.LENGTH));
    }
    return missing;
  }

  /** Sum of the members' backlogs on a regular token. */
  public int backlog() {
    return is(TOKEN) ? intAt(OrfToken.BACKLOG) : 0;
  }

  /** Packets of the last rotation on a regular token. */
  public int fcc() {
    return is(TOKEN) ? intAt(OrfToken.FCC) : 0;
  }

  /** Whether a regular token says that recovery goes on. */
  public boolean recoveryGoesOn() {
    return is(TOKEN) && intAt(OrfToken.RETRANS_FLG) != 0;
  }

  /** Sequence in its old ring of a data packet that recovery wraps. */
  public int innerSeq() {
    return encapsulated() ? intAt(McastPacket.HEADER_LENGTH + McastPacket.SEQ) : 0;
  }

  /** Entries already filled in a commit token. */
  public int commitIndex() {
    return is(COMMIT) ? intAt(CommitTokenPacket.MEMB_INDEX) : 0;
  }

  /** Members of a commit token. */
  public int commitMembers() {
    return is(COMMIT) ? intAt(CommitTokenPacket.ADDR_ENTRIES) : 0;
  }

  /** Whether a join's failed list names the node. */
  public boolean failedListHas(int node) {
    return failedList().contains(node);
  }

  /** The failed list of a join. */
  public List<Integer> failedList() {
    return is(JOIN)
        ? list(intAt(JoinPacket.PROC_ENTRIES), intAt(JoinPacket.FAILED_ENTRIES))
        : List.of();
  }

  /** The processor list of a join. */
  public List<Integer> processorList() {
    return is(JOIN) ? list(0, intAt(JoinPacket.PROC_ENTRIES)) : List.of();
  }

  private List<Integer> list(int from, int count) {
    List<Integer> nodes = new ArrayList<>();
    for (int i = 0; i < count && JoinPacket.LISTS + 4 * (from + i) < bytes.length; i++) {
      nodes.add(intAt(JoinPacket.LISTS + 4 * (from + i)));
    }
    return nodes;
  }

  private int intAt(int offset) {
    return offset < 0 || offset + 4 > bytes.length ? 0 : Bytes.getInt(bytes, offset);
  }

  private RingId ringAt(int offset) {
    return new RingId(intAt(offset), longAt(offset + 4));
  }

  /** 0 where the datagram ends before it. */
  private long longAt(int offset) {
    return (intAt(offset) & 0xffff_ffffL) | (long) intAt(offset + 4) << 32;
  }
}
