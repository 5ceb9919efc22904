package io.evs.sim;

import io.evs.totem.RingPolicy;

/**
 * What a world is built with.
 *
 * @param nodes processes, with ids 1..nodes
 * @param seed of all randomness
 * @param policy values of the ring
 * @param packetBytes largest datagram of a member
 * @param sendQueueMaxBytes bound of a member's send queue
 * @param initialSeq sequence before the first message of a ring
 * @param initialTokenSeq the same of the token
 * @param learnAddresses whether a node can send only to those it heard from
 * @param persistNanos mean time of a write to stable storage
 * @param keepHistory whether all that applications saw is kept
 * @param sealed whether packets travel in envelopes, and somebody sends recorded ones again
 */
public record WorldOptions(
    int nodes,
    long seed,
    RingPolicy policy,
    int packetBytes,
    long sendQueueMaxBytes,
    int initialSeq,
    int initialTokenSeq,
    boolean learnAddresses,
    long persistNanos,
    boolean keepHistory,
    boolean sealed) {

  /** A small world with our ring's values at a token time-out of 200 ms. */
  public static WorldOptions of(int nodes, long seed) {
    return new WorldOptions(
        nodes,
        seed,
        RingPolicy.ours(200_000_000L),
        1500 - 28,
        4 << 20,
        0,
        0,
        false,
        2_000_000L,
        true,
        false);
  }

  /** The same with another policy. */
  public WorldOptions with(RingPolicy other) {
    return new WorldOptions(
        nodes,
        seed,
        other,
        packetBytes,
        sendQueueMaxBytes,
        initialSeq,
        initialTokenSeq,
        learnAddresses,
        persistNanos,
        keepHistory,
        sealed);
  }

  /** The same with sequences that begin elsewhere. */
  public WorldOptions withSequences(int seq, int tokenSeq) {
    return new WorldOptions(
        nodes,
        seed,
        policy,
        packetBytes,
        sendQueueMaxBytes,
        seq,
        tokenSeq,
        learnAddresses,
        persistNanos,
        keepHistory,
        sealed);
  }

  /** The same in which packets travel in envelopes, and somebody without the key attacks. */
  public WorldOptions inEnvelopes() {
    return new WorldOptions(
        nodes,
        seed,
        policy,
        packetBytes,
        sendQueueMaxBytes,
        initialSeq,
        initialTokenSeq,
        learnAddresses,
        persistNanos,
        keepHistory,
        true);
  }

  /** The same in which a node must hear from another before it can send to it alone. */
  public WorldOptions withLearnedAddresses() {
    return new WorldOptions(
        nodes,
        seed,
        policy,
        packetBytes,
        sendQueueMaxBytes,
        initialSeq,
        initialTokenSeq,
        true,
        persistNanos,
        keepHistory,
        sealed);
  }
}
