package io.evs.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody without the key who records sealed packets and sends them again: to whom they were for
 * or to another node, a moment or a life later, with the sender's address or that of another.
 */
final class Replays {
  private static final int RECORDED_MAX = 512;
  private static final double SHARE = 0.02;

  private final int nodes;
  private final SimRandom random;
  private final Network.Delivery delivery;
  private final List<Datagram> recorded = new ArrayList<>();

  Replays(int nodes, SimRandom random, Network.Delivery delivery) {
    this.nodes = nodes;
    this.random = random;
    this.delivery = delivery;
  }

  /** A sealed packet passes. */
  void sent(Datagram datagram, long delayNanos) {
    if (recorded.size() < RECORDED_MAX) {
      recorded.add(datagram);
    } else if (random.chance(0.5)) {
      recorded.set(random.nextInt(RECORDED_MAX), datagram);
    }
    if (random.chance(SHARE)) {
      Datagram again = recorded.get(random.nextInt(recorded.size()));
      int from = random.chance(0.5) ? again.from() : 1 + random.nextInt(nodes);
      delivery.deliverAfter(delayNanos, again.replayed(from, 1 + random.nextInt(nodes)));
    }
  }
}
