package io.evs.pack;

import io.evs.totem.wire.Bytes;

/**
 * Messages waiting to be numbered, as bytes in a circular array that grows up to a bound, with a
 * small record in front of each. Steady state allocates nothing. Not thread-safe.
 */
final class SendQueue {
  private static final int START_BYTES = 1 << 16;

  /** Record: length i32, flags i32, n i64, hash i64. */
  private static final int RECORD_BYTES = 24;

  /** A rest below this part of a packet stays empty. */
  private static final int SMALL_REST_DIVISOR = 16;

  private static final int FLAG_SAFE = 1;
  private static final int FLAG_COUNTED = 2;

  private final long maxBytes;
  private byte[] ring = new byte[START_BYTES];
  private final byte[] record = new byte[RECORD_BYTES];
  private long head;
  private long tail;
  private int messages;

  /** Bytes of the first message already packed. */
  private int headOffset;

  SendQueue(long maxBytes) {
    this.maxBytes = Math.min(maxBytes, 1 << 30);
  }

  boolean isEmpty() {
    return messages == 0;
  }

  int messages() {
    return messages;
  }

  long bytes() {
    return tail - head;
  }

  /** Whether a message of so many bytes fits now. An empty queue takes any message. */
  boolean fits(int length) {
    return messages == 0 || bytes() + length + RECORD_BYTES <= maxBytes;
  }

  /** Adds a message made of two pieces. */
  void add(byte[] first, int firstLength, byte[] second, boolean safe, long n, long hash) {
    int length = firstLength + second.length;
    ensure(length + RECORD_BYTES);
    Bytes.putInt(record, 0, length);
    Bytes.putInt(record, 4, (safe ? FLAG_SAFE : 0) | (n > 0 ? FLAG_COUNTED : 0));
    Bytes.putLong(record, 8, n);
    Bytes.putLong(record, 16, hash);
    write(record, RECORD_BYTES);
    write(first, firstLength);
    write(second, second.length);
    messages++;
  }

  /** Bytes of the first message not packed yet. */
  int remaining() {
    return lengthAt(head) - headOffset;
  }

  boolean isPartlyPacked() {
    return headOffset > 0;
  }

  boolean headIsSafe() {
    return (intAt(head + 4) & FLAG_SAFE) != 0;
  }

  /** Number of the first message, 0 if it is not an application's. */
  long headNumber() {
    return longAt(head + 8);
  }

  long headHash() {
    return longAt(head + 16);
  }

  /**
   * How many parts go into so many bytes, each with a length of 2 bytes before it: whole messages
   * of the first one's guarantee, and the beginning of one more. A message that fits a packet of
   * its own does not begin in a small rest: every member would have to put it together.
   */
  int countParts(int bytes, int partsMax) {
    boolean safe = headIsSafe();
    long position = head;
    int room = bytes;
    int parts = 0;
    int left = messages;
    int length = remaining();
    while (left > 0 && parts < partsMax && room > 2) {
      if (parts > 0) {
        length = lengthAt(position);
        if (((intAt(position + 4) & FLAG_SAFE) != 0) != safe) {
          break;
        }
        if (length + 2 > room && length + 2 <= bytes && room < bytes / SMALL_REST_DIVISOR) {
          break;
        }
      }
      room -= 2 + length;
      parts++;
      position += RECORD_BYTES + lengthAt(position);
      left--;
    }
    return parts;
  }

  /** Copies the next bytes of the first message out; the caller removes it after the last. */
  void pack(byte[] target, int offset, int length) {
    read(head + RECORD_BYTES + headOffset, target, offset, length);
    headOffset += length;
  }

  /** Removes the first message. */
  void removeHead() {
    head += RECORD_BYTES + lengthAt(head);
    headOffset = 0;
    messages--;
    if (messages == 0) {
      head = 0;
      tail = 0;
    }
  }

  /** The first message will be packed from its beginning again. */
  void restartHead() {
    headOffset = 0;
  }

  /** Drops everything. */
  void clear() {
    head = 0;
    tail = 0;
    headOffset = 0;
    messages = 0;
  }

  private int lengthAt(long position) {
    return intAt(position);
  }

  private int intAt(long position) {
    read(position, record, 0, 4);
    return Bytes.getInt(record, 0);
  }

  private long longAt(long position) {
    read(position, record, 0, 8);
    return Bytes.getLong(record, 0);
  }

  private void ensure(int more) {
    long needed = bytes() + more;
    if (needed <= ring.length) {
      return;
    }
    long size = ring.length;
    while (size < needed) {
      size *= 2;
    }
    byte[] larger = new byte[Math.toIntExact(size)];
    int length = (int) bytes();
    read(head, larger, 0, length);
    ring = larger;
    tail = length;
    head = 0;
  }

  private void write(byte[] source, int length) {
    int at = (int) (tail & (ring.length - 1));
    int first = Math.min(length, ring.length - at);
    System.arraycopy(source, 0, ring, at, first);
    System.arraycopy(source, first, ring, 0, length - first);
    tail += length;
  }

  private void read(long position, byte[] target, int offset, int length) {
    int at = (int) (position & (ring.length - 1));
    int first = Math.min(length, ring.length - at);
    System.arraycopy(ring, at, target, offset, first);
    System.arraycopy(ring, 0, target, offset + first, length - first);
  }
}
