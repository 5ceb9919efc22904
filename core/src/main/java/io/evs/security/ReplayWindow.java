package io.evs.security;

/**
 * Which counters of a sender were seen, as RFC 6479: a ring of bits that moves with the highest.
 * What is older than the window counts as seen.
 */
final class ReplayWindow {
  /** Packets that may be overtaken by others; multicast and unicast travel by two sockets. */
  static final int PACKETS = 1 << 14;

  private static final int WORDS = PACKETS / Long.SIZE;

  // One word more than the window, so that the words of its two ends are never the same.
  private final long[] bits = new long[2 * WORDS];
  private long floor;
  private long highest;

  /** A window in which all counters up to this one count as seen. */
  ReplayWindow(long floor) {
    this.floor = floor;
    this.highest = floor;
  }

  /** Highest counter that was seen. */
  long highest() {
    return highest;
  }

  /** Lets all counters up to this one count as seen, too. */
  void raiseFloor(long counter) {
    floor = Math.max(floor, counter);
  }

  /** Whether a counter was seen, or is too old to tell. */
  boolean seen(long counter) {
    if (counter > highest) {
      return false;
    }
    if (counter <= floor || highest - counter >= PACKETS) {
      return true;
    }
    return (bits[word(counter)] & 1L << (counter & 63)) != 0;
  }

  /** Notes a counter whose packet is authentic. */
  void add(long counter) {
    if (counter > highest) {
      long from = (highest >>> 6) + 1;
      long to = counter >>> 6;
      for (long each = Math.max(from, to - bits.length + 1); each <= to; each++) {
        bits[(int) (each & (bits.length - 1))] = 0;
      }
      highest = counter;
    }
    bits[word(counter)] |= 1L << (counter & 63);
  }

  private int word(long counter) {
    return (int) ((counter >>> 6) & (bits.length - 1));
  }
}
