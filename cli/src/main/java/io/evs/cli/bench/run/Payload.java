package io.evs.cli.bench.run;

import java.util.Arrays;

/**
 * Content of the messages: index and run in the first eight bytes, as many of them as fit, then a
 * pattern that depends on the index, so that a receiver can check every byte without being sent it.
 */
final class Payload {
  private static final int HEADER_BYTES = 8;
  private static final int PERIOD = 251;
  private static final byte[] PATTERN = pattern();

  private Payload() {}

  private static byte[] pattern() {
    byte[] pattern = new byte[(1 << 20) + PERIOD];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % PERIOD);
    }
    return pattern;
  }

  /** Fills the message for that index. */
  static void fill(byte[] message, int run, long index) {
    for (int i = 0; i < Math.min(HEADER_BYTES, message.length); i++) {
      message[i] = header(run, index, i);
    }
    int rest = message.length - HEADER_BYTES;
    if (rest > 0) {
      System.arraycopy(PATTERN, (int) (index % PERIOD), message, HEADER_BYTES, rest);
    }
  }

  /** Whether the message is the one with that index, byte for byte. */
  static boolean matches(byte[] message, int run, long index) {
    for (int i = 0; i < Math.min(HEADER_BYTES, message.length); i++) {
      if (message[i] != header(run, index, i)) {
        return false;
      }
    }
    int rest = message.length - HEADER_BYTES;
    int from = (int) (index % PERIOD);
    return rest <= 0
        || Arrays.equals(message, HEADER_BYTES, message.length, PATTERN, from, from + rest);
  }

  /** What is wrong with a message that does not match. */
  static String describe(byte[] message, int run, long expected) {
    if (message.length < HEADER_BYTES) {
      return "message " + expected + " is lost, duplicated or corrupt";
    }
    long index = number(message, 0);
    boolean whole = (int) number(message, 4) == run && matches(message, run, index);
    if (!whole) {
      return "message " + expected + " is corrupt";
    }
    return index > expected
        ? "messages " + expected + " to " + (index - 1) + " are lost"
        : "message " + index + " is delivered again or out of order";
  }

  private static byte header(int run, long index, int at) {
    return (byte) (at < 4 ? index >>> (8 * at) : run >>> (8 * (at - 4)));
  }

  private static long number(byte[] message, int at) {
    long value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value << 8 | (message[at + i] & 0xff);
    }
    return value;
  }
}
