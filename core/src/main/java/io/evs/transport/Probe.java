package io.evs.transport;

import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.Packet;
import java.util.Arrays;

/**
 * The packets by which nodes try the way between them: a question, which the other side sends back
 * as an answer of the same length. They are no packets of the ring's protocol, and travel through
 * the same socket and in the same envelope. All numbers are little-endian; zeros follow up to the
 * length that is tried.
 */
final class Probe {
  /** Length of what is not zeros. */
  static final int LENGTH = 36;

  /** The way of a question. */
  enum Kind {
    /** To one node. */
    QUESTION,
    /** To the group of a multicast ring. */
    GROUP_QUESTION,
    /** The answer to the former. */
    ANSWER,
    /** The answer to the latter. */
    GROUP_ANSWER
  }

  private static final int MAGIC_VALUE = 0x50535645;
  private static final int VERSION_VALUE = 1;
  private static final int VERSION = 4;
  private static final int KIND = 5;
  private static final int NODE_ID = 8;
  private static final int NUMBER = 12;
  private static final int CLOCK = 20;
  private static final int SENT = 28;
  private static final Kind[] KINDS = Kind.values();

  private Probe() {}

  /** Whether a packet is one. */
  static boolean is(byte[] data, int length) {
    return length >= LENGTH
        && Bytes.getInt(data, 0) == MAGIC_VALUE
        && data[VERSION] == VERSION_VALUE
        && data[KIND] >= 0
        && data[KIND] < KINDS.length;
  }

  static Kind kind(byte[] data) {
    return KINDS[data[KIND]];
  }

  static int nodeId(byte[] data) {
    return Bytes.getInt(data, NODE_ID);
  }

  /** What the asker chose, to know his answers by. */
  static long number(byte[] data) {
    return Bytes.getLong(data, NUMBER);
  }

  /** Wall clock of whoever wrote it, in microseconds since 1970. */
  static long clockMicros(byte[] data) {
    return Bytes.getLong(data, CLOCK);
  }

  /** Nanoseconds of the asker's own clock when he asked. */
  static long sentNanos(byte[] data) {
    return Bytes.getLong(data, SENT);
  }

  static void write(
      Packet to, int length, Kind kind, int nodeId, long number, long clockMicros, long sentNanos) {
    byte[] data = to.data();
    Arrays.fill(data, 0, length, (byte) 0);
    Bytes.putInt(data, 0, MAGIC_VALUE);
    data[VERSION] = VERSION_VALUE;
    data[KIND] = (byte) kind.ordinal();
    Bytes.putInt(data, NODE_ID, nodeId);
    Bytes.putLong(data, NUMBER, number);
    Bytes.putLong(data, CLOCK, clockMicros);
    Bytes.putLong(data, SENT, sentNanos);
    to.length(length);
  }
}
