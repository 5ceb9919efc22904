package io.evs.cli.verify;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Messages of random size and content that carry a checksum of themselves: kind, index, checksum of
 * index and rest, rest.
 */
final class RandomMessage {
  static final byte DATA = 1;

  /** A sender's last message; its index is how many came before. */
  static final byte END = 2;

  /** What a member delivered: its index is how many messages, the rest a digest of their order. */
  static final byte DONE = 3;

  private static final int HEADER_BYTES = 1 + Long.BYTES + Integer.BYTES;

  private RandomMessage() {}

  static byte[] data(SplittableRandom random, long index) {
    byte[] rest = new byte[size(random)];
    random.nextBytes(rest);
    return of(DATA, index, rest);
  }

  /** Mostly small, some of several packets, a few of many. */
  private static int size(SplittableRandom random) {
    int kind = random.nextInt(100);
    if (kind < 80) {
      return random.nextInt(256);
    }
    return kind < 98 ? random.nextInt(4096) : random.nextInt(64 * 1024);
  }

  static byte[] of(byte kind, long index, byte[] rest) {
    ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + rest.length);
    message.put(kind).putLong(index).putInt(checksum(kind, index, rest, 0)).put(rest);
    return message.array();
  }

  static byte[] done(long delivered, long digest) {
    return of(DONE, delivered, ByteBuffer.allocate(Long.BYTES).putLong(digest).array());
  }

  /** Whether the bytes are a message with the checksum it should have. */
  static boolean isIntact(byte[] message) {
    if (message.length < HEADER_BYTES) {
      return false;
    }
    int carried = ByteBuffer.wrap(message).getInt(1 + Long.BYTES);
    return carried == checksum(kind(message), index(message), message, HEADER_BYTES);
  }

  static byte kind(byte[] message) {
    return message[0];
  }

  static long index(byte[] message) {
    return ByteBuffer.wrap(message).getLong(1);
  }

  static long digest(byte[] message) {
    return ByteBuffer.wrap(message).getLong(HEADER_BYTES);
  }

  private static int checksum(byte kind, long index, byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(kind);
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, index));
    crc.update(bytes, from, bytes.length - from);
    return (int) crc.getValue();
  }
}
