package io.evs.sim.world;

import io.evs.QuorumSettings;
import io.evs.totem.part.RingPolicy;
import java.util.Optional;
import java.util.function.Consumer;

/** What a world is built with; a world takes them as they are when it is built. */
public final class WorldOptions {
  /** Processes, with ids 1..nodes. */
  public final int nodes;

  /** Of all randomness. */
  public final long seed;

  /** Values of the ring. */
  public RingPolicy policy = RingPolicy.ours(200_000_000L);

  /** Largest datagram of a member. */
  public int packetBytes = 1500 - 28;

  /** Bound of a member's send queue. */
  public long sendQueueMaxBytes = 4 << 20;

  /** Sequence before the first message of a ring. */
  public int initialSeq;

  /** The same of the token. */
  public int initialTokenSeq;

  /** Whether a node can send only to those it heard from. */
  public boolean learnAddresses;

  /** Mean time of a write to stable storage. */
  public long persistNanos = 2_000_000L;

  /** Whether all that applications saw is kept. */
  public boolean keepHistory = true;

  /** Whether packets travel in envelopes, and somebody sends recorded ones again. */
  public boolean sealed;

  /** How processes find which rings are primary. */
  public Optional<QuorumSettings> quorum = Optional.empty();

  /** Whether processes have flight recorders. */
  public boolean recorded;

  /** The process that seals with a key of its own, 0 for none; only where packets are sealed. */
  public int strangerProcess;

  /** A small world with our ring's values at a token time-out of 200 ms. */
  public WorldOptions(int nodes, long seed) {
    this.nodes = nodes;
    this.seed = seed;
  }

  /** Changes the ring's values. */
  public void ring(Consumer<RingPolicy.Values> change) {
    policy = policy.with(change);
  }
}
