package io.evs.group;

import io.evs.NodeId;
import io.evs.RingId;
import io.evs.totem.part.NodeMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The state exchange after each regular configuration: one message per member, and the application
 * flows again once all are delivered (docs/protocol.md, "State exchange"). By the total order that
 * is the same point at every member.
 */
final class Synchronizer {
  /** How many token time-outs the first exchange may take; each that fails doubles it. */
  static final int WAIT_TOKENS = 30;

  private static final int DOUBLINGS_MAX = 6;

  private final long firstWaitNanos;
  private int failures;
  private long deadline = Long.MAX_VALUE;
  private NodeMap<Long> incarnations = new NodeMap<>();
  private final TreeSet<NodeId> down = new TreeSet<>();
  private final SortedMap<NodeId, ServiceMessage.State> states = new TreeMap<>();
  private RingId ring = new RingId(0, 0);
  private int[] members = new int[0];
  private boolean complete = true;

  /** An exchange for a ring with this token time-out. */
  Synchronizer(long tokenNanos) {
    this.firstWaitNanos = WAIT_TOKENS * tokenNanos;
  }

  /** Members of the old configuration that do not come along. */
  void membersLeft(int[] nodes) {
    for (int node : nodes) {
      down.add(new NodeId(node));
    }
  }

  /**
   * A ring was installed: its members will tell their state.
   *
   * @param inGroups tells who is in any group so far; that others are gone is of no interest
   */
  void begin(long now, RingId newRing, int[] newMembers, Predicate<NodeId> inGroups) {
    down.removeIf(inGroups.negate());
    ring = newRing;
    members = newMembers.clone();
    states.clear();
    complete = false;
    deadline = now + (firstWaitNanos << Math.min(failures, DOUBLINGS_MAX));
    // All members tell theirs again; others are not heard of in this ring.
    NodeMap<Long> kept = new NodeMap<>();
    for (int node : members) {
      Long incarnation = incarnations.get(node);
      if (incarnation != null) {
        kept.put(node, incarnation);
      }
    }
    incarnations = kept;
  }

  /**
   * A member's state was delivered.
   *
   * @return whether this was the last one missing
   */
  boolean received(int node, RingId inRing, ServiceMessage.State state) {
    if (!isMember(node) || !inRing.equals(ring)) {
      return false;
    }
    incarnations.put(node, state.incarnation());
    if (complete) {
      return false;
    }
    states.putIfAbsent(new NodeId(node), state);
    complete = states.size() == members.length;
    if (complete) {
      deadline = Long.MAX_VALUE;
      failures = 0;
    }
    return complete;
  }

  /**
   * Whether a state is missing for so long that it will not come: without a key, a forged packet
   * can have its place in the order. A new ring tells all states again (docs/protocol.md, "State
   * exchange"). Told once for each exchange.
   */
  boolean isOverdue(long now) {
    if (now < deadline) {
      return false;
    }
    deadline = Long.MAX_VALUE;
    failures++;
    return true;
  }

  /** When {@link #isOverdue} must be asked; Long.MAX_VALUE if never. */
  long deadline() {
    return deadline;
  }

  /** The member leaves: nothing is waited for. */
  void stop() {
    deadline = Long.MAX_VALUE;
  }

  /** Whether a node is a member of the ring last installed. */
  boolean isMember(int node) {
    for (int member : members) {
      if (member == node) {
        return true;
      }
    }
    return false;
  }

  /** How many nodes something is kept of. */
  int nodes() {
    return Math.max(incarnations.size(), Math.max(states.size(), down.size()));
  }

  /** What the members told; valid when complete. */
  SortedMap<NodeId, ServiceMessage.State> states() {
    return states;
  }

  /** Nodes gone since the last completed exchange. */
  TreeSet<NodeId> down() {
    return down;
  }

  /** The table was brought up to date. */
  void applied() {
    down.clear();
  }

  /** Whether the application flows. */
  boolean isComplete() {
    return complete;
  }

  /** Incarnation of a node as it told; 0 if it told nothing. */
  long incarnationOf(int node) {
    Long incarnation = incarnations.get(node);
    return incarnation == null ? 0 : incarnation;
  }
}
