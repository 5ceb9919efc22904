package io.evs.group;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.QuorumSettings;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Members joined by a perfect network with one latency and a virtual clock. */
final class TestRing {
  static final long MS = 1_000_000L;
  static final Group CHAT = new Group("chat");

  private record Event(long at, long serial, Runnable action) {}

  /** One member with everything it gave to its application. */
  final class Node implements MemberEffects {
    final int id;
    final PacketPool pool = new PacketPool(1500, 4096);
    final Member member;
    final List<ConfigurationChange> configurations = new ArrayList<>();
    final List<GroupChange> groupChanges = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final List<byte[]> payloads = new ArrayList<>();
    final List<String> eventsInOrder = new ArrayList<>();
    boolean dead;

    /** Message packets do not arrive. */
    boolean deaf;

    int duplicates;

    Node(int id, RingPolicy policy, int packetBytes, Optional<QuorumSettings> quorum) {
      this.id = id;
      MemberConfig config =
          new MemberConfig(
              id, 1, "test", 1, 1 << 20, packetBytes, 0, 0, 4 << 20, 0, policy, quorum);
      member = new Member(config, this, TraceSink.NONE, pool);
    }

    @Override
    public void multicast(Packet packet) {
      nodes.values().stream().filter(node -> node != this).forEach(node -> send(node, packet));
    }

    @Override
    public void announce(Packet packet) {
      multicast(packet);
    }

    @Override
    public void unicast(int nodeId, Packet packet) {
      Node to = nodes.get(nodeId);
      if (to != null) {
        send(to, packet);
      }
    }

    @Override
    public boolean addressKnown(int nodeId) {
      return true;
    }

    @Override
    public void reserveRingSequence(long upTo) {
      at(now, () -> member.persisted(now, upTo));
    }

    @Override
    public void configuration(ConfigurationChange change) {
      configurations.add(change);
      eventsInOrder.add("configuration");
    }

    @Override
    public void group(GroupChange change) {
      groupChanges.add(change);
      eventsInOrder.add("group");
    }

    @Override
    public void message(MessageView message) {
      messages.add(
          message.senderNode() + ":" + message.messageNumber() + ":" + message.payloadLength());
      payloads.add(message.payload());
    }

    @Override
    public void duplicateNodeId(long otherIncarnation) {
      duplicates++;
      if (!hostile) {
        throw new AssertionError("duplicate node id");
      }
    }

    /** A datagram arrives now. */
    void receive(byte[] bytes) {
      Packet copy = pool.copyOf(bytes, 0, bytes.length);
      member.receive(now, copy);
      pool.recycle();
    }

    private void send(Node to, Packet packet) {
      byte[] bytes = java.util.Arrays.copyOf(packet.data(), packet.length());
      if (hostile) {
        heard.addLast(bytes);
        if (heard.size() > HEARD_MAX) {
          heard.removeFirst();
        }
      }
      at(
          now + MS / 10,
          () -> {
            if (to.dead || to.deaf && Header.type(bytes) == Header.MCAST) {
              return;
            }
            to.receive(bytes);
          });
    }
  }

  private static final int HEARD_MAX = 200;

  /** Someone injects packets: duplicate ids may be reported, and packets are overheard. */
  boolean hostile;

  /** The packets sent last, while hostile. */
  final java.util.ArrayDeque<byte[]> heard = new java.util.ArrayDeque<>();

  final Map<Integer, Node> nodes = new LinkedHashMap<>();
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.serial, b.serial));
  private long serial;
  long now;

  TestRing(int count) {
    this(count, RingPolicy.ours(200 * MS));
  }

  TestRing(int count, RingPolicy policy) {
    for (int id = 1; id <= count; id++) {
      nodes.put(id, new Node(id, policy, 1500, Optional.empty()));
    }
  }

  /** Members that can take packets of different sizes. */
  TestRing(int count, IntUnaryOperator packetBytes) {
    for (int id = 1; id <= count; id++) {
      RingPolicy policy = RingPolicy.ours(200 * MS);
      nodes.put(id, new Node(id, policy, packetBytes.applyAsInt(id), Optional.empty()));
    }
  }

  /** Members that find which rings are primary. */
  static TestRing withQuorum(int count, IntFunction<Optional<QuorumSettings>> quorum) {
    TestRing ring = new TestRing(0);
    for (int id = 1; id <= count; id++) {
      RingPolicy policy = RingPolicy.ours(200 * MS);
      ring.nodes.put(id, ring.new Node(id, policy, 1500, quorum.apply(id)));
    }
    return ring;
  }

  Node node(int id) {
    return nodes.get(id);
  }

  void at(long time, Runnable action) {
    queue.add(new Event(time, serial++, action));
  }

  void start() {
    nodes.values().forEach(node -> node.member.start(now));
  }

  /** Runs until the condition holds. */
  void until(String what, long limitNanos, BooleanSupplier condition) {
    long end = now + limitNanos;
    while (!condition.getAsBoolean()) {
      if (!step(end)) {
        throw new AssertionError("not within " + limitNanos / MS + " ms: " + what);
      }
    }
  }

  private boolean step(long end) {
    long next = queue.isEmpty() ? Long.MAX_VALUE : queue.peek().at;
    Node timer = null;
    for (Node node : nodes.values()) {
      long deadline = node.dead ? Long.MAX_VALUE : Math.max(now, node.member.deadline());
      if (deadline < next) {
        next = deadline;
        timer = node;
      }
    }
    if (next > end) {
      return false;
    }
    now = next;
    if (timer != null) {
      timer.member.timers(now);
      timer.pool.recycle();
    } else {
      queue.poll().action.run();
    }
    return true;
  }

  boolean isOneRingOf(int count) {
    return nodes.values().stream()
        .filter(node -> !node.dead)
        .allMatch(
            node ->
                node.member.isSynchronized()
                    && node.member.configuration().members().size() == count);
  }

  void form() {
    start();
    until("one ring", 2000 * MS, () -> isOneRingOf(nodes.size()));
  }
}
