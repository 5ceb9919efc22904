package io.evs.node;

import io.evs.NodeId;
import io.evs.RingId;
import io.evs.SecuritySuite;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node knows of itself at one moment.
 *
 * @param nodeId its node id
 * @param name its name for people
 * @param incarnation number of this start
 * @param ringName name of the ring
 * @param address where it is bound
 * @param transport {@code epoll} or {@code nio}, and {@code unicast} or {@code multicast}
 * @param security how its packets are sealed
 * @param state OPERATIONAL, GATHER, COMMIT, RECOVERY, or CLOSED
 * @param ring the ring last installed; empty before the first
 * @param formedAt when that was
 * @param members its members, ascending
 * @param counters counters of member, node and transport by name
 * @param sendQueueBytes bytes that wait to be ordered
 * @param receiveQueueBytes bytes that wait for dispatch, over all handles
 * @param handles open handles
 * @param pauses pauses of this process
 */
public record NodeStatus(
    NodeId nodeId,
    String name,
    long incarnation,
    String ringName,
    InetSocketAddress address,
    String transport,
    Security security,
    String state,
    Optional<RingId> ring,
    Optional<Instant> formedAt,
    List<Peer> members,
    Map<String, Long> counters,
    long sendQueueBytes,
    long receiveQueueBytes,
    int handles,
    Pauses pauses) {

  /**
   * How packets are sealed.
   *
   * @param suite the suite
   * @param keyId id of the key in use, 8 hexadecimal digits; empty without a key
   * @param keyFingerprint first digits of the SHA-256 of the key in use; empty without a key
   */
  public record Security(SecuritySuite suite, String keyId, String keyFingerprint) {}

  /**
   * A member of the ring.
   *
   * @param id its node id
   * @param address where it is reached; empty if it was not heard of yet
   */
  public record Peer(NodeId id, Optional<InetSocketAddress> address) {}

  /**
   * Times in which this process did not run although it should have.
   *
   * @param count how many
   * @param lastMicros length of the last one
   * @param longestMicros length of the longest one
   */
  public record Pauses(long count, long lastMicros, long longestMicros) {}
}
