package io.evs.totem;

import io.evs.totem.part.PeerTable;
import io.evs.totem.part.ReceiveWindow;

/** What a ring member holds that packets from outside could make grow. */
public final class Held {
  private Held() {}

  /** Fails if anything is beyond its limit. */
  public static void check(Totem totem) {
    TotemContext context = totem.context;
    limit("peers", context.peers.size(), PeerTable.PEERS_MAX);
    limit("processors", context.processors.length, 384);
    limit("failed", context.failed.length, 384);
    limit("consensus", context.consensus.length, 384);
    limit("announcements", totem.parts.gather.announcements(), 2 * 384);
    for (RingState ring : new RingState[] {context.installed, context.ring}) {
      if (ring != null) {
        limit("window", ring.window.capacity(), ReceiveWindow.CAPACITY_MAX);
      }
    }
  }

  private static void limit(String what, int size, int most) {
    if (size > most) {
      throw new AssertionError(what + " grew to " + size + ", limit " + most);
    }
  }
}
