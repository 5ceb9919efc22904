package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.wire.Packet;

/** What the ring hands up, in one order. Packets and arrays as in {@link TotemEffects}. */
public interface RingListener {
  /**
   * A message packet is delivered.
   *
   * @param sender node id of the originator
   * @param ring the ring in which it was ordered
   * @param seq its sequence number
   * @param safe whether it was sent for safe delivery
   * @param packet holds the payload from offset 45 on
   */
  void deliver(int sender, RingId ring, int seq, boolean safe, Packet packet);

  /** The transitional configuration between two rings; arrays ascending. */
  void transitional(RingId left, RingId next, int[] members, int[] leftMembers);

  /** A regular configuration; arrays ascending. */
  void regular(RingId ring, int[] members, int[] joined);
}
