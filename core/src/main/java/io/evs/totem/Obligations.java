package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.part.Counter;
import io.evs.totem.part.NodeSet;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;
import io.evs.totem.wire.WireLimits;

/**
 * The obligation set of the paper: members whose messages this member must deliver after a gap,
 * since it acknowledged them in an attempt to recover and others may have delivered them then
 * (docs/protocol.md, "Obligations", property D7).
 *
 * <p>Members of a later attempt may hold different sets. Each tells its own in a note, which
 * travels like a recovered message, in a packet whose ring id no ring has.
 */
class Obligations {
  /** Ring id of notes: the representative is no node id that a ring could have least. */
  private static final RingId NOTE_RING = new RingId(-1, Long.MAX_VALUE);

  private static final int BODY = McastPacket.HEADER_LENGTH;

  private final TotemContext context;
  private int[] own = NodeSet.EMPTY;
  private int[] others = NodeSet.EMPTY;

  Obligations(TotemContext context) {
    this.context = context;
  }

  /** A new attempt to recover begins: others' notes come again. */
  void startAttempt() {
    others = NodeSet.EMPTY;
  }

  /** This member acknowledges everything recovered for these members of the old ring. */
  void take(int[] transitionalMembers) {
    own = NodeSet.union(NodeSet.union(own, others), transitionalMembers);
  }

  /** The ring was installed: no obligation is left. */
  void clear() {
    own = NodeSet.EMPTY;
    others = NodeSet.EMPTY;
  }

  /** Members whose messages are delivered after a gap, besides those of the transitional set. */
  int[] all() {
    return NodeSet.union(own, others);
  }

  /** The note to send in recovery, or null if there is nothing to tell. The caller owns it. */
  Packet note(RingId oldRing) {
    if (own.length == 0) {
      return null;
    }
    int length = BODY + RingIdField.LENGTH + 4 + 4 * own.length;
    Packet packet = context.pool.acquire(length);
    byte[] data = packet.data();
    McastPacket.write(data, Header.PLAIN, context.self, 0, 0, NOTE_RING, false);
    RingIdField.write(data, BODY, oldRing);
    Bytes.putInt(data, BODY + RingIdField.LENGTH, own.length);
    int at = BODY + RingIdField.LENGTH + 4;
    for (int id : own) {
      Bytes.putInt(data, at, id);
      at += 4;
    }
    packet.length(at);
    return packet;
  }

  /** Whether this note, or none, tells what there is to tell. */
  boolean isTold(Packet note) {
    return note != null || own.length == 0;
  }

  /** Whether an inner packet is a note. */
  static boolean isNote(byte[] data, int offset) {
    return RingIdField.matches(data, offset + McastPacket.RING_ID, NOTE_RING);
  }

  /** Reads a note in {@code data[offset .. length)}; one of another old ring is ignored. */
  void read(byte[] data, int offset, int length, RingId oldRing) {
    int body = offset + BODY;
    if (length < body + RingIdField.LENGTH + 4 || !RingIdField.matches(data, body, oldRing)) {
      return;
    }
    int count = Bytes.getInt(data, body + RingIdField.LENGTH);
    int at = body + RingIdField.LENGTH + 4;
    RingState left = context.installed;
    if (left == null
        || count < 0
        || count > WireLimits.PROCESSORS_MAX
        || count > (length - at) / 4) {
      context.count(Counter.PACKETS_IMPLAUSIBLE);
      return;
    }
    for (int i = 0; i < count; i++) {
      int id = Bytes.getInt(data, at + 4 * i);
      if (left.isMember(id)) {
        others = NodeSet.add(others, id);
      }
    }
  }
}
