package io.evs.sim;

import io.evs.RingId;
import io.evs.totem.wire.OrfToken;
import java.util.ArrayList;
import java.util.List;

/**
 * A packet in flight from one process to another, with the fields of the Totem header that faults
 * and scenarios decide by (docs/protocol.md, "Packets"). The bytes are shared by all copies of a
 * multicast and never change.
 */
public final class Datagram {
  /** Header byte 3 of a regular token. */
  public static final int TOKEN = 0;

  /** Header byte 3 of a data packet. */
  public static final int MCAST = 1;

  /** Header byte 3 of a merge detect packet. */
  public static final int MERGE_DETECT = 2;

  /** Header byte 3 of a join; a leave is a join whose node id is 0. */
  public static final int JOIN = 3;

  /** Header byte 3 of a commit token. */
  public static final int COMMIT = 4;

  /** Header byte 3 of a hold cancel. */
  public static final int HOLD_CANCEL = 5;

  private static final int HEADER = 13;
  private static final int ANSWER = 2;
  private static final int SEALER = 6;
  private static final int SALT = 10;
  private static final int COUNTER = 18;
  private static final byte[] NO_BYTES = {};
  private static final int JOIN_LISTS = 33;

  private final int from;
  private final int to;
  private final byte[] bytes;
  private final byte[] sealed;

  Datagram(int from, int to, byte[] bytes) {
    this(from, to, bytes, NO_BYTES);
  }

  /** A packet in an envelope; with no bytes it is one of the envelopes' own. */
  Datagram(int from, int to, byte[] bytes, byte[] sealed) {
    this.from = from;
    this.to = to;
    this.bytes = bytes;
    this.sealed = sealed;
  }

  /** The same to a node. */
  Datagram withReceiver(int node) {
    return new Datagram(from, node, bytes, sealed);
  }

  /** The same with a bit of its envelope changed; nothing may come out of it. */
  Datagram damaged(SimRandom random) {
    byte[] changed = sealed.clone();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    return new Datagram(from, to, NO_BYTES, changed);
  }

  /** The same as somebody sends it again, under an address of his choice. */
  Datagram replayed(int sender, int receiver) {
    return new Datagram(sender, receiver, bytes, sealed);
  }

  /** The same as somebody without the key makes it up: all but the envelope's kind and key. */
  Datagram forged(SimRandom random) {
    byte[] made = sealed.clone();
    for (int i = SALT; i < made.length; i++) {
      made[i] = (byte) random.nextInt(256);
    }
    made[COUNTER] &= 0x7f;
    return new Datagram(from, to, NO_BYTES, made);
  }

  /** Whether it is an envelope's answer to a challenge. */
  boolean isAnswer() {
    return sealed.length > COUNTER && sealed[1] == ANSWER;
  }

  /** The node that has sealed it, as its envelope says. */
  int sealer() {
    return (int) sealedNumber(SEALER, 4);
  }

  /** Which start of that node it was. */
  long start() {
    return sealedNumber(SALT, 8);
  }

  /** Number of the packet among those of the start. */
  long number() {
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
  byte[] wire() {
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
  byte[] bytes() {
    return bytes;
  }

  /** Length in bytes. */
  public int length() {
    return bytes.length;
  }

  /** Header byte 3, or -1 if there is no Totem header. */
  public int type() {
    return bytes.length < HEADER ? -1 : bytes[3];
  }

  /** Whether this is a packet of the type. */
  public boolean is(int type) {
    return type() == type;
  }

  /** Whether this is a data packet that carries an old ring's packet in recovery. */
  public boolean encapsulated() {
    return is(MCAST) && bytes[4] == 1;
  }

  /** Whether this is a leave. */
  public boolean isLeave() {
    return is(JOIN) && intAt(5) == 0;
  }

  /** Originator of a data packet, or sender of another. */
  public int origin() {
    return is(MCAST) || is(JOIN) || is(MERGE_DETECT) ? intAt(13) : intAt(5);
  }

  /** The ring it belongs to; for a join only the sequence is meaningful. */
  public RingId ring() {
    return switch (type()) {
      case TOKEN -> new RingId(intAt(29), longAt(33));
      case MCAST -> new RingId(intAt(25), longAt(29));
      case MERGE_DETECT, COMMIT -> new RingId(intAt(17), longAt(21));
      case JOIN -> new RingId(0, longAt(25));
      case HOLD_CANCEL -> new RingId(intAt(13), longAt(17));
      default -> new RingId(0, 0);
    };
  }

  /** Sequence of a data packet, or highest sequence on a token. */
  public int seq() {
    return is(TOKEN) ? intAt(13) : is(MCAST) ? intAt(17) : 0;
  }

  /** Token sequence of a regular or commit token. */
  public int tokenSeq() {
    return is(TOKEN) ? intAt(17) : is(COMMIT) ? intAt(13) : 0;
  }

  /** Aru of a regular token. */
  public int aru() {
    return is(TOKEN) ? intAt(21) : 0;
  }

  /** Number of retransmission requests on a regular token. */
  public int requests() {
    return is(TOKEN) ? intAt(53) : 0;
  }

  /** The sequence numbers that a regular token asks for. */
  public List<Integer> requestList() {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < requests() && OrfToken.rtrOffset(i) + 16 <= bytes.length; i++) {
      missing.add(intAt(OrfToken.rtrOffset(i) + 12));
    }
    return missing;
  }

  /** Sum of the members' backlogs on a regular token. */
  public int backlog() {
    return is(TOKEN) ? intAt(41) : 0;
  }

  /** Packets of the last rotation on a regular token. */
  public int fcc() {
    return is(TOKEN) ? intAt(45) : 0;
  }

  /** Whether a regular token says that recovery goes on. */
  public boolean recoveryGoesOn() {
    return is(TOKEN) && intAt(49) != 0;
  }

  /** Sequence in its old ring of a data packet that recovery wraps. */
  public int innerSeq() {
    return encapsulated() ? intAt(45 + 17) : 0;
  }

  /** Entries already filled in a commit token. */
  public int commitIndex() {
    return is(COMMIT) ? intAt(33) : 0;
  }

  /** Members of a commit token. */
  public int commitMembers() {
    return is(COMMIT) ? intAt(37) : 0;
  }

  /** Whether a join's failed list names the node. */
  public boolean failedListHas(int node) {
    return failedList().contains(node);
  }

  /** The failed list of a join. */
  public List<Integer> failedList() {
    return is(JOIN) ? list(intAt(17), intAt(21)) : List.of();
  }

  /** The processor list of a join. */
  public List<Integer> processorList() {
    return is(JOIN) ? list(0, intAt(17)) : List.of();
  }

  private List<Integer> list(int from, int count) {
    List<Integer> nodes = new ArrayList<>();
    for (int i = 0; i < count && JOIN_LISTS + 4 * (from + i) < bytes.length; i++) {
      nodes.add(intAt(JOIN_LISTS + 4 * (from + i)));
    }
    return nodes;
  }

  private int intAt(int offset) {
    if (offset < 0 || offset + 4 > bytes.length) {
      return 0;
    }
    return (bytes[offset] & 0xff)
        | (bytes[offset + 1] & 0xff) << 8
        | (bytes[offset + 2] & 0xff) << 16
        | (bytes[offset + 3] & 0xff) << 24;
  }

  private long longAt(int offset) {
    return (intAt(offset) & 0xffff_ffffL) | (long) intAt(offset + 4) << 32;
  }
}
