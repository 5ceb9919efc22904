package io.evs.group;

import io.evs.QuorumSettings;
import io.evs.totem.part.RingPolicy;
import java.util.Optional;

/**
 * What a member is started with.
 *
 * @param nodeId its node id, unsigned, not 0
 * @param incarnation grows with every start of this node id; from stable storage
 * @param ringName rings of different names never merge
 * @param firstRingSequence ring sequence to start from: one above everything ever reserved
 * @param persistedUpTo ring sequences up to here are reserved on stable storage
 * @param packetBytes largest UDP payload this member sends, recovery encapsulation included
 * @param initialSeq sequence number before the first message of a ring; 0 but in tests of the wrap
 * @param initialTokenSeq the same of the token
 * @param sendQueueMaxBytes bound of the messages waiting to be ordered
 * @param challenge a number that others cannot guess, by which this node learns who gets what it
 *     sends; 0 for none, and then it never gives way to another node with its id
 * @param policy the ring's values
 * @param quorum how it is decided whether a configuration is primary; empty for not at all
 */
public record MemberConfig(
    int nodeId,
    long incarnation,
    String ringName,
    long firstRingSequence,
    long persistedUpTo,
    int packetBytes,
    int initialSeq,
    int initialTokenSeq,
    long sendQueueMaxBytes,
    long challenge,
    RingPolicy policy,
    Optional<QuorumSettings> quorum) {
  /** A member without quorum. */
  public MemberConfig(
      int nodeId,
      long incarnation,
      String ringName,
      long firstRingSequence,
      long persistedUpTo,
      int packetBytes,
      int initialSeq,
      int initialTokenSeq,
      long sendQueueMaxBytes,
      long challenge,
      RingPolicy policy) {
    this(
        nodeId,
        incarnation,
        ringName,
        firstRingSequence,
        persistedUpTo,
        packetBytes,
        initialSeq,
        initialTokenSeq,
        sendQueueMaxBytes,
        challenge,
        policy,
        Optional.empty());
  }
}
