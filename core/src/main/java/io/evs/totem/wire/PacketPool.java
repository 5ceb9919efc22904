package io.evs.totem.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Reuses packets so that steady state allocates nothing. A released packet can be handed out again
 * only after {@link #recycle()}: outputs of the current step may still refer to it.
 *
 * <p>Not thread-safe: one pool per member, used on its loop only.
 */
public final class PacketPool {
  // Longer packets than the pool's come in lengths of powers of two, and few are kept of each.
  private static final int LONGER_LOG2_MIN = 12;
  private static final int LONGER_LOG2_MAX = 16;
  private static final int LONGER_KEPT = 4;

  private final int packetBytes;
  private final int keepMax;
  private final ArrayDeque<Packet> free;
  private final ArrayDeque<Packet> resting;
  private final List<ArrayDeque<Packet>> longer = new ArrayList<>();
  private long outstanding;

  /**
   * A pool.
   *
   * @param packetBytes capacity of each packet, at least 1500
   * @param keepMax most packets kept for reuse; more are left to the garbage collector
   */
  public PacketPool(int packetBytes, int keepMax) {
    if (packetBytes < 1500 || keepMax < 1) {
      throw new IllegalArgumentException("packetBytes " + packetBytes + ", keepMax " + keepMax);
    }
    this.packetBytes = packetBytes;
    this.keepMax = keepMax;
    this.free = new ArrayDeque<>(Math.min(keepMax, 1024));
    this.resting = new ArrayDeque<>(64);
    for (int i = LONGER_LOG2_MIN; i <= LONGER_LOG2_MAX; i++) {
      longer.add(new ArrayDeque<>(LONGER_KEPT));
    }
  }

  /** An empty packet of the pool's capacity. */
  public Packet acquire() {
    outstanding++;
    Packet packet = free.pollLast();
    if (packet == null) {
      return new Packet(packetBytes);
    }
    packet.pooled(false);
    packet.length(0);
    return packet;
  }

  /** An empty packet of at least so many bytes. */
  public Packet acquire(int capacity) {
    if (capacity <= packetBytes) {
      return acquire();
    }
    outstanding++;
    int log2 = longerLog2(capacity);
    Packet packet = log2 > LONGER_LOG2_MAX ? null : longer(log2).pollLast();
    if (packet == null) {
      return new Packet(log2 > LONGER_LOG2_MAX ? capacity : 1 << log2);
    }
    packet.pooled(false);
    packet.length(0);
    return packet;
  }

  /** A packet with a copy of {@code data[from .. from + length)}. */
  public Packet copyOf(byte[] data, int from, int length) {
    Packet packet = acquire(length);
    System.arraycopy(data, from, packet.data(), 0, length);
    packet.length(length);
    return packet;
  }

  /** Whoever sends long datagrams that are refused must not cost an array for each. */
  private ArrayDeque<Packet> longer(int log2) {
    return longer.get(log2 - LONGER_LOG2_MIN);
  }

  private static int longerLog2(int capacity) {
    return Math.max(LONGER_LOG2_MIN, Integer.SIZE - Integer.numberOfLeadingZeros(capacity - 1));
  }

  /** Gives a packet back. It must not be used afterwards, except by outputs not sent yet. */
  public void release(Packet packet) {
    if (packet.isPooled()) {
      throw new IllegalStateException("packet released twice");
    }
    packet.pooled(true);
    outstanding--;
    if (packet.data().length == packetBytes || isLonger(packet)) {
      resting.addLast(packet);
    }
  }

  private static boolean isLonger(Packet packet) {
    int length = packet.data().length;
    return Integer.bitCount(length) == 1
        && length >= 1 << LONGER_LOG2_MIN
        && length <= 1 << LONGER_LOG2_MAX;
  }

  /**
   * Called by the driver once everything was sent: no output refers to released packets any more.
   */
  public void recycle() {
    Packet packet;
    while ((packet = resting.pollLast()) != null) {
      boolean ordinary = packet.data().length == packetBytes;
      ArrayDeque<Packet> home = ordinary ? free : longer(longerLog2(packet.data().length));
      if (home.size() < (ordinary ? keepMax : LONGER_KEPT)) {
        home.addLast(packet);
      }
    }
  }

  /** Packets handed out and not given back: what the member holds. */
  public long outstanding() {
    return outstanding;
  }

  /** Capacity of a packet in bytes. */
  public int packetBytes() {
    return packetBytes;
  }
}
