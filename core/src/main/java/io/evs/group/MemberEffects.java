package io.evs.group;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.totem.wire.Packet;

/**
 * What a member wants done, in order. The driver may carry sends out at the end of the step, but in
 * this order. Packets are borrowed: their bytes stay as they are until the driver calls {@link
 * io.evs.totem.wire.PacketPool#recycle}, which it does once they have been sent.
 */
public interface MemberEffects {
  /** Send to all other members of the ring (data, hold cancel). */
  void multicast(Packet packet);

  /** Send to everyone who may be a member: configured and learned peers (join, merge detect). */
  void announce(Packet packet);

  /** Send to one node (token, commit token). */
  void unicast(int nodeId, Packet packet);

  /** Whether an address is known to which {@link #unicast} could send. */
  boolean addressKnown(int nodeId);

  /**
   * The packet that is being received came from this node itself, and counts ({@link
   * io.evs.totem.TotemEffects#heardFrom}).
   */
  default void heardFrom(int nodeId, boolean taken) {}

  /**
   * Reserve ring sequences up to this number on stable storage, then call {@link Member#persisted}.
   * Must not block.
   */
  void reserveRingSequence(long upTo);

  /** A configuration change, in order with {@link #message} and {@link #group}. */
  void configuration(ConfigurationChange change);

  /** A change of a group's membership. */
  void group(GroupChange change);

  /** A message; the view is valid during the call only. Called for every message of the ring. */
  void message(MessageView message);

  /** Send to where the packet came from that is being received. */
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
   * @param otherAddress as {@link #addressOf} told it there; empty if it is not known
   */
  default void givesWay(long otherIncarnation, byte[] otherAddress) {}
}
