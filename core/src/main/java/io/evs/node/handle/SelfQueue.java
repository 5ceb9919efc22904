package io.evs.node.handle;

import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import java.util.ArrayDeque;
import java.util.Deque;

/** Packets of a node to itself, which it receives in a turn to come. Loop thread only. */
public final class SelfQueue {
  private static final int PACKETS_MAX = 64;

  private final PacketPool pool;
  private final Deque<Packet> packets = new ArrayDeque<>();

  public SelfQueue(PacketPool pool) {
    this.pool = pool;
  }

  /** Keeps a copy; what is too much is lost, as it may be on a network. */
  public void keep(Packet packet) {
    if (packets.size() < PACKETS_MAX) {
      packets.add(pool.copyOf(packet.data(), 0, packet.length()));
    }
  }

  public boolean isEmpty() {
    return packets.isEmpty();
  }

  public int size() {
    return packets.size();
  }

  public Packet remove() {
    return packets.remove();
  }
}
