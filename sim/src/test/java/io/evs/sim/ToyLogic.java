package io.evs.sim;

import io.evs.Configuration;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.sim.net.Datagram;
import io.evs.sim.world.ProcessLogic;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.List;
import java.util.Map;

/**
 * A process simple enough to test the world with: it sends a packet every 10 ms and notes what
 * comes.
 */
public final class ToyLogic implements ProcessLogic {
  /** Nanoseconds from timer to timer. */
  public static final long PERIOD = 10_000_000L;

  /** Packets that each timer sends, to each of the others. */
  public static final int PACKETS = 2;

  /** Ring sequences that it reserves at its start. */
  public static final int RESERVED = 16;

  private final MemberConfig config;
  private final MemberEffects effects;
  private final TraceSink trace;
  private final PacketPool pool;
  private long deadline;
  private int sent;
  private String state = "GATHER";

  public ToyLogic(MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool) {
    this.config = config;
    this.effects = effects;
    this.trace = trace;
    this.pool = pool;
  }

  @Override
  public void start(long now) {
    trace.regular(0, ring(), new int[] {config.nodeId()});
    effects.reserveRingSequence(config.firstRingSequence() + RESERVED);
    deadline = now + PERIOD;
  }

  private RingId ring() {
    return new RingId(config.nodeId(), config.firstRingSequence());
  }

  @Override
  public void receive(long now, Packet packet) {
    trace.note(0, "got " + packet.length() + " from " + packet.data()[5]);
    pool.release(packet);
  }

  @Override
  public void timers(long now) {
    trace.note(0, "timer late by " + (now - deadline));
    deadline = now + PERIOD;
    for (int i = 0; i < PACKETS; i++) {
      Packet packet = pool.acquire();
      packet.data()[3] = Datagram.HOLD_CANCEL;
      packet.data()[5] = (byte) config.nodeId();
      packet.length(20 + sent++ % 50);
      effects.multicast(packet);
      pool.release(packet);
    }
  }

  @Override
  public long deadline() {
    return deadline;
  }

  @Override
  public void persisted(long now, long upTo) {
    state = "OPERATIONAL";
    trace.note(0, "persisted " + upTo);
  }

  @Override
  public void leave(long now) {
    state = "LEFT";
  }

  @Override
  public long submit(long now, boolean safe, byte[] payload) {
    throw new IllegalStateException("the toy takes no messages");
  }

  @Override
  public long queuedBytes() {
    return 0;
  }

  @Override
  public Configuration configuration() {
    return new Configuration(
        ring(), List.of(new NodeId(config.nodeId())), new NodeId(config.nodeId()));
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of("sent", (long) sent);
  }
}
