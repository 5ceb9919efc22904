package io.evs.totem;

import io.evs.flight.FlightSink;
import io.evs.totem.wire.Packet;

/**
 * What the ring wants of its driver, in order (see the package documentation). The driver may carry
 * sends out at the end of the step, but in this order. Packets and arrays are borrowed, and not to
 * be changed: packets until {@link io.evs.totem.wire.PacketPool#recycle}, which the driver calls
 * once they have been sent; arrays during the call.
 */
public interface TotemEffects {
  /** Send to the other members of the ring (data, hold cancel). */
  void multicast(Packet packet);

  /** Send to everyone who may be a member: configured and learned peers (join, merge detect). */
  void announce(Packet packet);

  /** Send to one other node (token, commit token). */
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

  /** A member, or one that gathers with this one, said that it leaves; nobody waits for it. */
  default void leaves(int nodeId) {}

  /**
   * Reserve ring sequences up to this number on stable storage, then call {@link Totem#persisted}.
   * Must not block.
   */
  void reserveRingSequence(long upTo);

  /** Where the member's events are kept; asked once, when the member is made. */
  default FlightSink flight() {
    return FlightSink.NONE;
  }

  /** Send to where the packet that is being received came from. */
  default void answer(Packet packet) {}

  /** Address of a node, this one included, to be told to others; at most 32 bytes, or none. */
  default byte[] addressOf(int nodeId) {
    return new byte[0];
  }

  /**
   * The packet being received is of another node with this node id: its incarnation. It decides
   * nothing. Called at most once a second.
   */
  void duplicateNodeId(long otherIncarnation);

  /**
   * The packet being received is of a second node with the id of a member, which stays. Called at
   * most once a second.
   */
  default void secondNode(int nodeId) {}

  /**
   * Another node has this node's id and stays: this one must end, without a leave message.
   *
   * @param otherAddress as {@link #addressOf} told it where it is known; empty if it is not
   */
  default void givesWay(long otherIncarnation, byte[] otherAddress) {}
}
