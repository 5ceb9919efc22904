package io.evs.totem;

import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.WireLimits;

/**
 * What a ring member is started with.
 *
 * @param nodeId its node id, unsigned, not 0
 * @param incarnation grows with every start of this node id
 * @param ringHash hash of the ring's name ({@link io.evs.totem.wire.Trailer#hashOf})
 * @param firstRingSequence ring sequence to start from, above everything ever reserved
 * @param persistedUpTo ring sequences up to here are reserved on stable storage
 * @param packetBytes largest UDP payload, recovery encapsulation included, 576..65507
 * @param initialSeq sequence number before the first message of a ring; 0 but in tests of the wrap
 * @param initialTokenSeq the same of the token
 * @param challenge a number that others cannot guess, by which this node learns who gets what it
 *     sends; 0 for none, and then it never gives way to another node with its id
 * @param policy the ring's values
 */
public record TotemConfig(
    int nodeId,
    long incarnation,
    long ringHash,
    long firstRingSequence,
    long persistedUpTo,
    int packetBytes,
    int initialSeq,
    int initialTokenSeq,
    long challenge,
    RingPolicy policy) {

  /** Checks the ranges. */
  public TotemConfig {
    if (nodeId == 0) {
      throw new IllegalArgumentException("node id 0 is reserved");
    }
    int least = WireLimits.DATAGRAM_MIN_BYTES;
    int most = WireLimits.DATAGRAM_MAX_BYTES;
    if (packetBytes < least || packetBytes > most) {
      throw new IllegalArgumentException(
          "packet size " + packetBytes + " is not in " + least + ".." + most);
    }
    if (firstRingSequence < 0) {
      throw new IllegalArgumentException("ring sequence " + firstRingSequence + " is negative");
    }
  }
}
