package io.evs.totem.transcript;

import io.evs.RingId;
import io.evs.totem.Totem;
import io.evs.totem.TotemConfig;
import io.evs.totem.TotemState;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Bare {@link Totem}s, a network with one latency, and a clock that is only a number. Writes down
 * what happens, a line for each packet sent, each change of state, and each thing delivered.
 */
final class TranscriptRing {
  static final long MS = 1_000_000L;
  private static final long LATENCY = MS / 10;
  private static final long UNTIL_MAX = 5_000 * MS;

  private record Event(long at, long serial, Runnable action) {}

  /** Packets of a type from a node to a node (0: to all) that get lost. */
  private static final class Loss {
    final int type;
    final int from;
    final int to;
    int times;

    Loss(int type, int from, int to, int times) {
      this.type = type;
      this.from = from;
      this.to = to;
      this.times = times;
    }

    boolean takes(int packetType, int sender, int receiver) {
      boolean hit =
          times > 0 && packetType == type && sender == from && (to == 0 || to == receiver);
      times -= hit ? 1 : 0;
      return hit;
    }
  }

  private final Map<Integer, Node> nodes = new TreeMap<>();
  private final Map<Integer, Integer> side = new TreeMap<>();
  private final List<Loss> losses = new ArrayList<>();
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.serial, b.serial));
  private final StringBuilder out = new StringBuilder();

  /** What was said on a topic last: the tokens of a ring, the join messages of a member. */
  private final Map<String, String> said = new TreeMap<>();

  private final Set<String> lossesSaid = new HashSet<>();

  /** Every packet with a topic that was shown or counted, to know one that is sent again. */
  private final Set<String> sent = new HashSet<>();

  private int repetitions;
  private long serial;
  private long now;

  /** One member, its application, and its place on the network. */
  private final class Node extends BareDriver {
    final int id;
    final PacketPool pool = new PacketPool(1500, 4096);
    final Totem totem;
    final List<String> delivered = new ArrayList<>();
    boolean dead;
    TotemState shown;

    Node(int id, int incarnation) {
      this.id = id;
      RingPolicy policy = RingPolicy.ours(200 * MS);
      long reserved = 16L * (incarnation - 1);
      totem =
          new Totem(
              new TotemConfig(id, incarnation, 7, reserved, reserved, 1500, 0, 0, 0, policy),
              this,
              this,
              this,
              pool);
    }

    /** Does something with the member, then shows in which state that left it. */
    void step(Runnable action) {
      action.run();
      pool.recycle();
      if (totem.state() != shown) {
        String from = shown == null ? "" : " after " + shown;
        shown = totem.state();
        line(id, "is in " + shown + from);
      }
    }

    @Override
    public void multicast(Packet packet) {
      send(this, 0, packet);
    }

    @Override
    public void announce(Packet packet) {
      send(this, 0, packet);
    }

    @Override
    public void unicast(int nodeId, Packet packet) {
      send(this, nodeId, packet);
    }

    @Override
    public void reserveRingSequence(long upTo) {
      at(now, () -> totem.persisted(now, upTo), this);
    }

    @Override
    public void deliver(int sender, RingId ring, int seq, boolean safe, Packet packet) {
      String text = PacketText.quoted(packet.data(), McastPacket.HEADER_LENGTH, packet.length());
      delivered.add(text);
      String guarantee = safe ? " safe " : " agreed ";
      line(id, "DELIVERS " + seq + " of " + ring + " by " + sender + guarantee + text);
    }

    @Override
    public void transitional(RingId left, RingId next, int[] members, int[] leftMembers) {
      line(
          id,
          "TRANSITIONAL from %s to %s: %s, left %s"
              .formatted(left, next, PacketText.set(members), PacketText.set(leftMembers)));
    }

    @Override
    public void regular(RingId ring, int[] members, int[] joined) {
      line(
          id,
          "REGULAR %s: %s, joined %s"
              .formatted(ring, PacketText.set(members), PacketText.set(joined)));
    }
  }

  /** Starts a member, for the second time with its next incarnation. */
  void start(int id) {
    int incarnation = nodes.containsKey(id) ? 2 : 1;
    Node node = new Node(id, incarnation);
    nodes.put(id, node);
    node.step(() -> node.totem.start(now));
  }

  void crash(int id) {
    node(id).dead = true;
  }

  void leave(int id) {
    Node node = node(id);
    node.step(() -> node.totem.leave(now));
    node.dead = true;
  }

  void send(int id, boolean safe, String text) {
    Node node = node(id);
    node.queue(text, safe);
    node.step(() -> node.totem.messagesPending(now));
  }

  /** Members of different sides do not hear each other. */
  void partition(List<List<Integer>> sides) {
    for (int i = 0; i < sides.size(); i++) {
      for (int id : sides.get(i)) {
        side.put(id, i);
      }
    }
  }

  void heal() {
    side.clear();
  }

  void lose(int type, int from, int to, int times) {
    losses.add(new Loss(type, from, to, times));
  }

  void run(long nanos) {
    long end = now + nanos;
    while (step(end)) {}
    now = end;
  }

  void untilInstalled(int... members) {
    until("a ring of " + PacketText.set(members), () -> areOneRing(members));
  }

  void untilDelivered(String text, int... members) {
    String quoted = '"' + text + '"';
    until(
        text + " at " + PacketText.set(members),
        () -> Arrays.stream(members).allMatch(id -> node(id).delivered.contains(quoted)));
  }

  /** The lines since the last call. */
  String takeLines() {
    endRepetitions();
    String lines = out.toString();
    out.setLength(0);
    return lines;
  }

  private Node node(int id) {
    Node node = nodes.get(id);
    if (node == null || node.dead) {
      throw new IllegalArgumentException("node " + id + " does not run");
    }
    return node;
  }

  private boolean areOneRing(int[] members) {
    RingId ring = node(members[0]).totem.installedRing();
    return Arrays.stream(members)
        .mapToObj(id -> node(id).totem)
        .allMatch(
            totem ->
                totem.state() == TotemState.OPERATIONAL
                    && Arrays.equals(totem.members(), members)
                    && totem.installedRing().equals(ring));
  }

  private void until(String what, BooleanSupplier condition) {
    long end = now + UNTIL_MAX;
    while (!condition.getAsBoolean()) {
      if (!step(end)) {
        throw new AssertionError("not within " + UNTIL_MAX / MS + " ms: " + what + "\n" + out);
      }
    }
  }

  private boolean step(long end) {
    long next = queue.isEmpty() ? Long.MAX_VALUE : queue.peek().at;
    Node due = null;
    for (Node node : nodes.values()) {
      long deadline = node.dead ? Long.MAX_VALUE : Math.max(now, node.totem.deadline());
      if (deadline < next) {
        next = deadline;
        due = node;
      }
    }
    if (next > end) {
      return false;
    }
    now = next;
    if (due != null) {
      Node node = due;
      node.step(() -> node.totem.timers(now));
    } else {
      queue.poll().action.run();
    }
    return true;
  }

  private void at(long time, Runnable action, Node node) {
    queue.add(
        new Event(
            time,
            serial++,
            () -> {
              if (!node.dead) {
                node.step(action);
              }
            }));
  }

  private void send(Node from, int target, Packet packet) {
    byte[] data = Arrays.copyOf(packet.data(), packet.length());
    StringBuilder lost = new StringBuilder();
    for (Node to : nodes.values()) {
      if (to == from || to.dead || target != 0 && target != to.id) {
        continue;
      }
      boolean apart = !side.getOrDefault(to.id, 0).equals(side.getOrDefault(from.id, 0));
      int type = Header.type(data);
      if (apart || losses.stream().anyMatch(loss -> loss.takes(type, from.id, to.id))) {
        lost.append(lost.isEmpty() ? ", LOST on the way to " : " ").append(to.id);
      } else {
        at(now + LATENCY, () -> receive(to, data), to);
      }
    }
    String address = target == 0 ? "all" : Integer.toString(target);
    if (isNews(from.id, data, lost.toString())) {
      line(from.id, "-> " + address + "  " + PacketText.of(data) + lost);
    } else {
      repetitions++;
    }
  }

  /** Whether a packet says something that was not said before, or is the first such one lost. */
  private boolean isNews(int id, byte[] data, String lost) {
    String topic = PacketText.topic(id, data);
    if (topic.isEmpty()) {
      return true;
    }
    String text = PacketText.news(data);
    boolean news = !text.equals(said.put(topic, text));
    if (news) {
      lossesSaid.removeIf(loss -> loss.startsWith(topic));
    }
    boolean again = !sent.add(id + PacketText.of(data) + lost);
    return !again && (news || !lost.isEmpty() && lossesSaid.add(topic + id + lost));
  }

  private void receive(Node to, byte[] data) {
    Packet packet = to.pool.copyOf(data, 0, data.length);
    to.totem.receive(now, packet);
  }

  private void line(int id, String text) {
    endRepetitions();
    String state = nodes.get(id).shown == null ? "" : nodes.get(id).shown.toString();
    out.append("%9.3f  %d %-11s %s%n".formatted(now / 1e6, id, state, text));
  }

  private void endRepetitions() {
    if (repetitions > 0) {
      out.append("           ... packets that say nothing new: %d%n".formatted(repetitions));
      repetitions = 0;
    }
  }
}
