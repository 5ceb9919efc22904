package io.evs.sim.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides for every packet whether, when and how often it arrives. Links are directed; which ones
 * exist is an arbitrary relation, so one-way cuts and deaf nodes are as easy as partitions.
 */
public final class Network {
  /** Receives what arrives, with the delay from now. */
  public interface Delivery {
    void deliverAfter(long delayNanos, Datagram datagram);
  }

  /** Told of every packet that does not arrive. */
  public interface LossWatch {
    void dropped(Datagram datagram);
  }

  /** Receives what is sent to addresses that are no node's. */
  public interface Outside {
    void arrives(Datagram datagram);
  }

  private static final class Link {
    private boolean cut;
    private LinkModel own;
    private boolean inBurst;
    private final long[] lastArrivalNanos = new long[2];
    private long busyUntilNanos;
  }

  private final int nodes;
  private final SimRandom random;
  private final Delivery delivery;
  private final LossWatch watch;
  private final Link[] links;
  private final LinkModel model = new LinkModel();
  private final List<PacketRule> rules = new ArrayList<>();
  private final Attacker attacker;
  private Outside outside = packet -> {};
  private long sent;
  private long dropped;
  private long bytes;

  /** A network of nodes 1..n without faults. */
  Network(int nodes, SimRandom random, Delivery delivery) {
    this(nodes, random, delivery, datagram -> {});
  }

  public Network(int nodes, SimRandom random, Delivery delivery, LossWatch watch) {
    this.nodes = nodes;
    this.random = random;
    this.delivery = delivery;
    this.watch = watch;
    this.attacker = new Attacker(nodes, random, delivery);
    this.links = new Link[nodes * nodes];
    for (int i = 0; i < links.length; i++) {
      links[i] = new Link();
    }
  }

  private Link link(int from, int to) {
    return links[(from - 1) * nodes + to - 1];
  }

  /** The model of all links that have none of their own. */
  public LinkModel model() {
    return model;
  }

  /** The model of one link, its own from now on. */
  public LinkModel model(int from, int to) {
    Link link = link(from, to);
    if (link.own == null) {
      link.own = model.copy();
    }
    return link.own;
  }

  /** Cuts or restores one direction. */
  public void cut(int from, int to, boolean cut) {
    link(from, to).cut = cut;
  }

  /** Whether packets go from one node to the other. */
  public boolean connected(int from, int to) {
    return !link(from, to).cut;
  }

  /** Cuts both directions between two nodes. */
  public void cutPair(int a, int b) {
    cut(a, b, true);
    cut(b, a, true);
  }

  /** Splits into components; nodes not named are alone. */
  public void partition(int[]... components) {
    int[] component = new int[nodes + 1];
    for (int i = 0; i < components.length; i++) {
      for (int node : components[i]) {
        component[node] = i + 1;
      }
    }
    for (int from = 1; from <= nodes; from++) {
      for (int to = 1; to <= nodes; to++) {
        boolean together = component[from] != 0 && component[from] == component[to];
        cut(from, to, from != to && !together);
      }
    }
  }

  /** Restores all links; loss and rules stay. */
  public void connectAll() {
    for (Link link : links) {
      link.cut = false;
    }
  }

  /** Removes every fault: cuts, models of single links, probabilities and rules. */
  public void clean() {
    connectAll();
    for (Link link : links) {
      link.own = null;
      link.inBurst = false;
    }
    model.clean();
    rules.clear();
  }

  /** Adds a rule; rules are asked in order, the first verdict counts. */
  public PacketRule addRule(PacketRule rule) {
    rules.add(rule);
    return rule;
  }

  /** Hands what is sent to addresses that are no node's to a scenario. */
  public void outside(Outside receiver) {
    outside = receiver;
  }

  /** Removes a rule. */
  public void removeRule(PacketRule rule) {
    rules.remove(rule);
  }

  /** Packets sent, counted per receiver. */
  public long sent() {
    return sent;
  }

  /** Packets that did not arrive. */
  public long dropped() {
    return dropped;
  }

  /** Bytes sent, counted per receiver. */
  public long bytes() {
    return bytes;
  }

  /** Sends a packet over one link. */
  public void send(long nowNanos, Datagram datagram, boolean toAll) {
    if (datagram.to() > nodes) {
      outside.arrives(datagram);
      attacker.arrives(datagram, model.baseNanos);
      return;
    }
    sent++;
    bytes += datagram.length();
    Link link = link(datagram.from(), datagram.to());
    long scripted = scripted(datagram);
    if (scripted == PacketRule.DROP || link.cut) {
      drop(datagram);
      return;
    }
    if (scripted != PacketRule.PASS) {
      delivery.deliverAfter(scripted, datagram);
      return;
    }
    LinkModel now = link.own != null ? link.own : model;
    if (random.chance(now.garbage)) {
      delivery.deliverAfter(latency(now, datagram, toAll), garbage(datagram));
    }
    if (lost(now, link, datagram)) {
      drop(datagram);
      return;
    }
    if (datagram.isSealed()) {
      attacker.passes(datagram, latency(now, datagram, toAll));
      long held = attacker.holds(datagram);
      if (held > 0) {
        delivery.deliverAfter(held, datagram);
        return;
      }
      if (random.chance(now.corrupt)) {
        drop(datagram);
        delivery.deliverAfter(latency(now, datagram, toAll), datagram.damaged(random));
        return;
      }
    }
    long queued = queueing(now, link, nowNanos, datagram.length());
    if (queued < 0) {
      drop(datagram);
      return;
    }
    // Multicasts that are slower than tokens go another way, and tokens overtake them.
    int path = toAll && now.multicastExtraNanos != now.tokenExtraNanos ? 1 : 0;
    arrive(now, link, path, nowNanos, datagram, queued + latency(now, datagram, toAll));
    if (random.chance(now.duplicate)) {
      long later = latency(now, datagram, toAll) + random.exponential(now.duplicateDelayNanos);
      delivery.deliverAfter(later, datagram);
    }
  }

  private void drop(Datagram datagram) {
    dropped++;
    watch.dropped(datagram);
  }

  private long scripted(Datagram datagram) {
    for (int i = 0; i < rules.size(); i++) {
      long verdict = rules.get(i).verdict(datagram);
      if (verdict != PacketRule.PASS) {
        return verdict;
      }
    }
    return PacketRule.PASS;
  }

  private boolean lost(LinkModel now, Link link, Datagram datagram) {
    if (datagram.length() > now.maxBytes) {
      return true;
    }
    int type = datagram.type();
    if (type >= 0 && type < now.typeLoss.length && random.chance(now.typeLoss[type])) {
      return true;
    }
    if (now.burstEnter > 0) {
      link.inBurst = link.inBurst ? !random.chance(now.burstExit) : random.chance(now.burstEnter);
      if (link.inBurst && random.chance(now.burstLoss)) {
        return true;
      }
    }
    if (random.chance(now.loss)) {
      return true;
    }
    // Without an envelope UDP's checksum notices the damage, and the packet is as lost.
    return !datagram.isSealed() && random.chance(now.corrupt);
  }

  private long latency(LinkModel now, Datagram datagram, boolean toAll) {
    long extra =
        toAll ? now.multicastExtraNanos : datagram.is(Datagram.TOKEN) ? now.tokenExtraNanos : 0;
    return now.baseNanos + extra + random.exponential(now.tailNanos);
  }

  /** Time until the packet is on the wire, or -1 if the queue before it is full. */
  private static long queueing(LinkModel now, Link link, long nowNanos, int length) {
    if (now.bytesPerSecond <= 0) {
      return 0;
    }
    long waiting = Math.max(0, link.busyUntilNanos - nowNanos);
    if (waiting * now.bytesPerSecond / 1_000_000_000L > now.queueBytes) {
      return -1;
    }
    link.busyUntilNanos = nowNanos + waiting + length * 1_000_000_000L / now.bytesPerSecond;
    return link.busyUntilNanos - nowNanos;
  }

  private void arrive(
      LinkModel now, Link link, int path, long nowNanos, Datagram datagram, long delay) {
    if (random.chance(now.reorder)) {
      delivery.deliverAfter(delay + random.exponential(now.reorderDelayNanos), datagram);
      return;
    }
    long arrival = nowNanos + delay;
    if (now.fifo) {
      arrival = Math.max(arrival, link.lastArrivalNanos[path] + 1);
      link.lastArrivalNanos[path] = arrival;
    }
    delivery.deliverAfter(arrival - nowNanos, datagram);
  }

  /** A datagram that no receiver may accept: cut into the header, or foreign magic or version. */
  private Datagram garbage(Datagram original) {
    if (original.isSealed()) {
      return original.damaged(random);
    }
    byte[] bytes = original.bytes().clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(13));
      case 1 -> bytes[0] ^= (byte) (1 + random.nextInt(255));
      case 2 -> bytes[2] = (byte) (4 + random.nextInt(200));
      default -> bytes[3] = (byte) (6 + random.nextInt(200));
    }
    return new Datagram(original.from(), original.to(), bytes);
  }
}
