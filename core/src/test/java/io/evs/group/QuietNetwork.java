package io.evs.group;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.Arrays;

/**
 * Members over a perfect network that allocates nothing itself: packets in flight are copied into
 * reused arrays of one queue, and time goes on a little with each.
 */
final class QuietNetwork {
  private static final int SLOTS = 1 << 12;
  private static final int PACKET_BYTES = 1500;
  private static final long HOP_NANOS = 5_000;

  /** As derived from an address: too large for the cache of boxed integers. */
  static final int FIRST_ID = 0x0a00_0001;

  private final byte[][] slots = new byte[SLOTS][PACKET_BYTES];
  private final int[] lengths = new int[SLOTS];
  private final int[] targets = new int[SLOTS];
  private int first;
  private int last;
  final Node[] nodes;
  long now = 1_000_000;

  /** Packets carried. */
  long carried;

  /** One member; what it delivers is only counted. */
  final class Node implements MemberEffects {
    final int index;
    final PacketPool pool = new PacketPool(PACKET_BYTES, 8192);
    final Member member;
    long messages;
    long digest;

    Node(int index) {
      this.index = index;
      RingPolicy policy = RingPolicy.ours(200_000_000);
      member =
          new Member(
              new MemberConfig(
                  FIRST_ID + index, 1, "quiet", 1, 1 << 20, PACKET_BYTES, 0, 0, 1 << 20, 0, policy),
              this,
              TraceSink.NONE,
              pool);
    }

    @Override
    public void multicast(Packet packet) {
      for (int i = 0; i < nodes.length; i++) {
        if (i != index) {
          carry(i, packet);
        }
      }
    }

    @Override
    public void announce(Packet packet) {
      multicast(packet);
    }

    @Override
    public void unicast(int nodeId, Packet packet) {
      carry(nodeId - FIRST_ID, packet);
    }

    @Override
    public boolean addressKnown(int nodeId) {
      return true;
    }

    @Override
    public void reserveRingSequence(long upTo) {
      throw new AssertionError("enough is reserved");
    }

    @Override
    public void configuration(ConfigurationChange change) {}

    @Override
    public void group(GroupChange change) {}

    @Override
    public void message(MessageView message) {
      messages++;
      digest = digest * 31 + message.senderNode() * 1_000_003L + message.messageNumber();
    }

    @Override
    public void duplicateNodeId(long otherIncarnation) {
      throw new AssertionError("duplicate node id");
    }
  }

  QuietNetwork(int count) {
    nodes = new Node[count];
    Arrays.setAll(nodes, Node::new);
    for (Node node : nodes) {
      node.member.start(now);
    }
  }

  /** Whether all are members of one ring and let messages flow. */
  boolean isFormed() {
    for (QuietNetwork.Node node : nodes) {
      if (!node.member.isSynchronized()
          || node.member.configuration().members().size() != nodes.length) {
        return false;
      }
    }
    return true;
  }

  private void carry(int target, Packet packet) {
    if (last - first == SLOTS) {
      throw new AssertionError("too many packets in flight");
    }
    int slot = last++ & (SLOTS - 1);
    System.arraycopy(packet.data(), 0, slots[slot], 0, packet.length());
    lengths[slot] = packet.length();
    targets[slot] = target;
  }

  /** Delivers one packet, or else runs the timers that are due next. */
  void step() {
    if (first == last) {
      idle();
      return;
    }
    now += HOP_NANOS;
    int slot = first & (SLOTS - 1);
    Node node = nodes[targets[slot]];
    Packet packet = node.pool.copyOf(slots[slot], 0, lengths[slot]);
    first++;
    carried++;
    node.member.receive(now, packet);
    node.pool.recycle();
  }

  private void idle() {
    Node next = nodes[0];
    for (Node node : nodes) {
      if (node.member.deadline() < next.member.deadline()) {
        next = node;
      }
    }
    now = Math.max(now, next.member.deadline());
    next.member.timers(now);
    next.pool.recycle();
  }
}
