package io.evs.sim.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody without the key who reads every sealed packet and sends what he likes, from addresses of
 * his own or under those of others. He sends records again, a moment or a life later; passes
 * packets, challenges and answers on between members to be taken for one of them; holds answers
 * back; and floods a member while another one starts, so that it is not heard.
 */
public final class Attacker {
  /** The first of his own addresses. */
  public static final int OWN = 1000;

  /** Added to an address, another port of the same host. */
  public static final int OTHER_PORT = 1 << 16;

  private static final long MS = 1_000_000L;
  private static final int RECORDED_MAX = 512;
  private static final int CONTROL_MAX = 64;
  private static final int OWN_ADDRESSES = 16;
  private static final double REPLAY_SHARE = 0.02;
  private static final double RELAY_SHARE = 0.005;
  private static final double HOLD_SHARE = 0.1;
  private static final double FLOOD_SHARE = 0.1;
  private static final int FLOOD = 200;
  private static final int EARLIER = 20;

  private final int nodes;
  private final SimRandom random;
  private final Network.Delivery delivery;
  private final List<Datagram> recorded = new ArrayList<>();
  private final List<Datagram> control = new ArrayList<>();
  private final Map<Integer, Long> starts = new HashMap<>();
  private final int[] impersonated = new int[OWN_ADDRESSES];

  Attacker(int nodes, SimRandom random, Network.Delivery delivery) {
    this.nodes = nodes;
    this.random = random;
    this.delivery = delivery;
  }

  /** A sealed packet passes. */
  void passes(Datagram datagram, long delayNanos) {
    record(datagram);
    if (random.chance(REPLAY_SHARE)) {
      List<Datagram> of = !control.isEmpty() && random.chance(0.3) ? control : recorded;
      again(of.get(random.nextInt(of.size())), delayNanos);
    }
    if (datagram.length() > 0 && random.chance(RELAY_SHARE)) {
      int own = random.nextInt(OWN_ADDRESSES);
      impersonated[own] = datagram.from();
      delivery.deliverAfter(delayNanos, datagram.replayed(OWN + own, node()));
    }
    Long before = starts.put(datagram.sealer(), datagram.start());
    if (before == null || before != datagram.start()) {
      started(datagram, delayNanos);
    }
  }

  private void record(Datagram datagram) {
    List<Datagram> of = datagram.length() == 0 ? control : recorded;
    int max = datagram.length() == 0 ? CONTROL_MAX : RECORDED_MAX;
    if (of.size() < max) {
      of.add(datagram);
    } else if (random.chance(0.5)) {
      of.set(random.nextInt(max), datagram);
    }
  }

  private int node() {
    return 1 + random.nextInt(nodes);
  }

  private void again(Datagram record, long delayNanos) {
    int from = random.chance(0.5) ? record.from() : anyAddress(record.from());
    delivery.deliverAfter(delayNanos, record.replayed(from, node()));
  }

  private int anyAddress(int of) {
    return switch (random.nextInt(3)) {
      case 0 -> node();
      case 1 -> of + OTHER_PORT;
      default -> OWN + random.nextInt(OWN_ADDRESSES);
    };
  }

  /** A start is new on the wire: its earlier ones speak, too, and somebody is kept busy. */
  private void started(Datagram first, long delayNanos) {
    int sent = 0;
    for (int i = 0; i < recorded.size() && sent < EARLIER; i++) {
      Datagram record = recorded.get(i);
      if (record.sealer() == first.sealer() && record.start() != first.start()) {
        delivery.deliverAfter(delayNanos + sent * MS, record.replayed(first.from(), node()));
        sent++;
      }
    }
    if (random.chance(FLOOD_SHARE)) {
      int victim = node();
      int from = random.chance(0.5) ? first.from() : anyAddress(first.from());
      for (int i = 0; i < FLOOD; i++) {
        delivery.deliverAfter(i * MS / 4, first.forged(random).replayed(from, victim));
      }
    }
  }

  /** How long an answer is held back; 0 if it is not. */
  long holds(Datagram datagram) {
    if (!datagram.isAnswer() || !random.chance(HOLD_SHARE)) {
      return 0;
    }
    return random.pick(5 * MS, 100 * MS, 1000 * MS, 3000 * MS);
  }

  /** A packet for one of his addresses: challenges go to whom he claims to be, answers back. */
  void arrives(Datagram datagram, long delayNanos) {
    int own = datagram.to() - OWN;
    if (own < 0 || own >= OWN_ADDRESSES) {
      return;
    }
    if (datagram.isAnswer()) {
      long hold = random.pick(0, 50 * MS, 1000 * MS);
      for (int to = 1; to <= nodes; to++) {
        delivery.deliverAfter(delayNanos + hold, datagram.replayed(datagram.to(), to));
      }
      recorded.stream()
          .filter(each -> each.from() == datagram.from())
          .skip(Math.max(0, recorded.size() - EARLIER))
          .forEach(
              each ->
                  delivery.deliverAfter(
                      delayNanos + hold + MS, each.replayed(datagram.to(), node())));
    } else if (impersonated[own] != 0) {
      int as = random.chance(0.5) ? datagram.to() : datagram.from();
      delivery.deliverAfter(delayNanos, datagram.replayed(as, impersonated[own]));
    }
  }
}
