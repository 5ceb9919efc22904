package io.evs.totem.part;

import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import java.util.Arrays;

/**
 * The message packets of one ring that may still be needed, by sequence number: everything above
 * {@link #released()} up to {@link #CAPACITY_MAX} numbers on (corosync's sort queue).
 */
public final class ReceiveWindow {
  /** Numbers that fit (QUEUE_RTR_ITEMS_SIZE_MAX). */
  public static final int CAPACITY_MAX = 16384;

  private static final int CAPACITY_START = 256;

  private Packet[] slots = new Packet[CAPACITY_START];
  private byte[] misses = new byte[CAPACITY_START];
  private int released;

  public ReceiveWindow(int initialSeq) {
    released = initialSeq;
  }

  /** Everything up to this number is gone. */
  public int released() {
    return released;
  }

  /** Room in use now. */
  public int capacity() {
    return slots.length;
  }

  /** Whether a packet with this number could be stored. */
  public boolean accepts(int seq) {
    int distance = seq - released;
    return distance > 0 && distance < CAPACITY_MAX;
  }

  /** The packet, or null. */
  public Packet get(int seq) {
    int distance = seq - released;
    if (distance <= 0 || distance >= slots.length) {
      return null;
    }
    return slots[seq & (slots.length - 1)];
  }

  /** Stores a packet in a free place within the window. */
  public void put(int seq, Packet packet) {
    int distance = seq - released;
    if (distance <= 0 || distance >= CAPACITY_MAX) {
      throw new IllegalStateException("sequence " + seq + " outside the window at " + released);
    }
    while (distance >= slots.length) {
      grow();
    }
    int slot = seq & (slots.length - 1);
    slots[slot] = packet;
    misses[slot] = 0;
  }

  /** Takes a packet out again, leaving its place free. */
  public Packet take(int seq) {
    Packet packet = get(seq);
    if (packet != null) {
      slots[seq & (slots.length - 1)] = null;
    }
    return packet;
  }

  /**
   * Counts one more token visit at which this packet is missing; returns the count, at most 127.
   */
  public int countMiss(int seq) {
    while (seq - released >= slots.length) {
      grow();
    }
    int slot = seq & (slots.length - 1);
    if (misses[slot] < Byte.MAX_VALUE) {
      misses[slot]++;
    }
    return misses[slot];
  }

  /** At how many token visits this packet, which is not here, was missing; at most 127. */
  public int misses(int seq) {
    return seq - released >= slots.length ? 0 : misses[seq & (slots.length - 1)];
  }

  /** Counts one more answer to a request for a packet that is here; at most 127. */
  public int countAnswer(int seq) {
    // Nothing is both missing and here: put() has set the count of misses back.
    return countMiss(seq);
  }

  /** Gives everything up to a number back to the pool. */
  public void releaseUpTo(int seq, PacketPool pool) {
    while (released - seq < 0) {
      released++;
      int slot = released & (slots.length - 1);
      if (slots[slot] != null) {
        pool.release(slots[slot]);
        slots[slot] = null;
      }
      misses[slot] = 0;
    }
  }

  /** Gives everything back to the pool. */
  public void clear(PacketPool pool) {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != null) {
        pool.release(slots[i]);
      }
    }
    Arrays.fill(slots, null);
    Arrays.fill(misses, (byte) 0);
  }

  private void grow() {
    Packet[] old = slots;
    byte[] oldMisses = misses;
    slots = new Packet[old.length * 2];
    misses = new byte[old.length * 2];
    for (int i = 1; i < old.length; i++) {
      int seq = released + i;
      slots[seq & (slots.length - 1)] = old[seq & (old.length - 1)];
      misses[seq & (misses.length - 1)] = oldMisses[seq & (old.length - 1)];
    }
  }
}
