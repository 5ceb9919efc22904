package io.evs.doctor;

import io.evs.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one node found out about itself and the ways to others, in one checkup.
 *
 * @param node who tells
 * @param version which evs it runs
 * @param settings the settings that members of a ring must have alike, by their keys
 * @param multicast whether it sends to a multicast group
 * @param packetBytes largest packet of its protocol, without envelope and headers
 * @param headerBytes what envelope, UDP and IP add to a packet
 * @param receiveBufferBytes receive buffer that the system granted, as it accounts it
 * @param window most packets of all members in one rotation, by its own configuration
 * @param tokenMicros its token time-out
 * @param rotationP99Micros 99 % of the last token rotations were shorter; 0 if there were none
 * @param rotationMaxMicros the longest of them
 * @param pauses how often this process did not run for half a token time-out since its start
 * @param longestPauseMicros the longest time that it did not run
 * @param lastPauseAgoMillis how long ago it did not run last; -1 if it always did, or does not know
 * @param cpuQuotaPercent processor time that it may use, 100 for one processor; 0 if not limited
 * @param throttled how often it was stopped for that since the checkup began
 * @param otherKeyPackets packets that were refused since the checkup began because they are sealed
 *     with another key, or with none
 * @param strangers what refused senders do, by their addresses, as far as it is known
 * @param links the ways to others
 */
public record CheckupReport(
    NodeId node,
    String version,
    Map<String, String> settings,
    boolean multicast,
    int packetBytes,
    int headerBytes,
    int receiveBufferBytes,
    int window,
    long tokenMicros,
    long rotationP99Micros,
    long rotationMaxMicros,
    long pauses,
    long longestPauseMicros,
    long lastPauseAgoMillis,
    long cpuQuotaPercent,
    long throttled,
    long otherKeyPackets,
    Map<String, String> strangers,
    List<Link> links) {

  /** Takes unmodifiable copies. */
  public CheckupReport {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    strangers = Collections.unmodifiableMap(new TreeMap<>(strangers));
    links = List.copyOf(links);
  }

  /**
   * The way to another node and back.
   *
   * @param node its id; 0 if it is no member and none has answered
   * @param address where it is asked
   * @param member whether it is in the ring
   * @param listed whether it is a peer of the configuration
   * @param asked how many short questions were sent
   * @param answered how many of them were answered
   * @param received how many short questions of that node came
   * @param heard how many datagrams came from that address, of whatever kind
   * @param groupAsked questions to the multicast group, 0 without one
   * @param groupAnswered how many of them this node answered
   * @param longestAsked the longest IP packet that was tried, in bytes
   * @param longestAnswered the longest that came back
   * @param longestReceived the longest question of that node that came
   * @param roundTripMicros median round trip; 0 without an answer
   * @param roundTripMaxMicros the longest
   * @param clockAheadMicros how much its wall clock is ahead of this node's, by the shortest round
   *     trip; the error is at most half of that
   */
  public record Link(
      long node,
      String address,
      boolean member,
      boolean listed,
      int asked,
      int answered,
      int received,
      int heard,
      int groupAsked,
      int groupAnswered,
      int longestAsked,
      int longestAnswered,
      int longestReceived,
      long roundTripMicros,
      long roundTripMaxMicros,
      long clockAheadMicros) {}
}
