package io.evs.totem.wire;

import java.util.ArrayDeque;

/**
 * Reuses packets so that steady state allocates nothing. A released packet can be handed out again
 * only after {@link #recycle()}: outputs of the current step may still refer to it.
 *
 * <p>Not thread-safe: one pool per member, used on its loop only.
 */
public final class PacketPool {
  private final int packetBytes;
  private final int keepMax;
  private final ArrayDeque<Packet> free;
  private final ArrayDeque<Packet> resting;
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
    return new Packet(capacity);
  }

  /** Gives a packet back. It must not be used afterwards, except by outputs not sent yet. */
  public void release(Packet packet) {
    if (packet.isPooled()) {
      throw new IllegalStateException("packet released twice");
    }
    packet.pooled(true);
    outstanding--;
    if (packet.data().length == packetBytes) {
      resting.addLast(packet);
    }
  }

  /**
   * Called by the driver once everything was sent: no output refers to released packets any more.
   */
  public void recycle() {
    Packet packet;
    while ((packet = resting.pollLast()) != null) {
      if (free.size() < keepMax) {
        free.addLast(packet);
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
