package io.evs.sim.world;

import io.evs.Configuration;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.Map;

/**
 * What a simulated process runs: the member of a ring, or in tests of the simulator itself
 * something simpler. Times are nanoseconds of the process's own clock.
 */
public interface ProcessLogic {
  /** Makes the logic of one incarnation of a process. */
  @FunctionalInterface
  interface Factory {
    /** A new incarnation, not started yet. */
    ProcessLogic create(
        MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool);
  }

  /** Begins. */
  void start(long now);

  /** A datagram arrived; the logic owns the packet. */
  void receive(long now, Packet packet);

  /** Runs what is due. */
  void timers(long now);

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. */
  long deadline();

  /** Ring sequences up to this number are on stable storage. */
  void persisted(long now, long upTo);

  /** Leaves for good. */
  void leave(long now);

  /** Queues a message; its number, or 0 if there is no room now. */
  long submit(long now, boolean safe, byte[] payload);

  /** Joins the group of the simulated application. */
  default void joinGroup(long now) {}

  /** Bytes waiting to be ordered. */
  long queuedBytes();

  /** The configuration installed last; empty members before the first. */
  Configuration configuration();

  /** Name of the state. */
  String state();

  /** Highest sequence number of the ring that it knows of. */
  default int highSeq() {
    return 0;
  }

  /** The sequence number up to which it has received everything. */
  default int aru() {
    return 0;
  }

  /** Counters by name. */
  Map<String, Long> counters();
}
