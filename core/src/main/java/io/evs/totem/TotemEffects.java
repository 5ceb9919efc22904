package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.wire.Packet;

/**
 * What the ring wants done, in order (see the package documentation). Packets and arrays are
 * borrowed, and not to be changed: packets until the pool is recycled, arrays during the call.
 */
public interface TotemEffects {
  /** Send to the other members of the ring. */
  void multicast(Packet packet);

  /** Send to everyone who may be or become a member. */
  void announce(Packet packet);

  /** Send to one other node. */
  void unicast(int nodeId, Packet packet);

  /** Whether an address is known to which {@link #unicast} could send. */
  boolean addressKnown(int nodeId);

  /**
   * The packet that is being received came from this node itself, and counts: it is of this ring
   * and no repetition. Where the packet came from, that node can be reached. Called before anything
   * else is done about the packet; drivers that know no addresses need not care.
   *
   * @param nodeId node that sent the packet last
   * @param taken whether the packet moves the ring, as a token or a join does; false if it only
   *     says that there is another ring
   */
  default void heardFrom(int nodeId, boolean taken) {}

  /** Reserve ring sequences up to this number, then call {@link Totem#persisted}. */
  void reserveRingSequence(long upTo);

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

  /** Send to where the packet that is being received came from. */
  void answer(Packet packet);

  /** Address of a node, this one included, to be told to others; at most 32 bytes, or none. */
  byte[] addressOf(int nodeId);

  /** The packet being received is of another node with this node id; its incarnation. */
  void duplicateNodeId(long otherIncarnation);

  /** The packet being received is of a second node with the id of a member, which stays. */
  void secondNode(int nodeId);

  /**
   * Another node has this node's id and stays: this one must end, without a leave message.
   *
   * @param otherAddress as {@link #addressOf} told it where it is known; empty if it is not
   */
  void givesWay(long otherIncarnation, byte[] otherAddress);
}
