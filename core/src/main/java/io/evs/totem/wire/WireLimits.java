package io.evs.totem.wire;

import io.evs.EvsConfig;

/** Limits of what may be in a packet (docs/protocol.md, "Checks before anything is read"). */
public final class WireLimits {
  /** Most processors in a list (PROCESSOR_COUNT_MAX). */
  public static final int PROCESSORS_MAX = EvsConfig.MEMBERS_MAX;

  /** Most entries of a retransmission list that we read; corosync reads 30. */
  public static final int RTR_ENTRIES_MAX = 1000;

  /** Most entries of a retransmission list a ring with a corosync member may carry. */
  public static final int RTR_ENTRIES_COROSYNC = 30;

  /** Largest datagram that every IPv4 host takes: less cannot be agreed on. */
  public static final int DATAGRAM_MIN_BYTES = 576;

  /** Largest datagram over UDP and IPv4. */
  public static final int DATAGRAM_MAX_BYTES = 65507;

  /** Largest ring sequence taken from others: keeps every later sum far from overflow. */
  public static final long RING_SEQUENCE_MAX = Long.MAX_VALUE >> 2;

  /** Ring sequences up to here are believed at once, those above only in steps. */
  public static final long RING_SEQUENCE_FREE_MAX = RING_SEQUENCE_MAX >> 1;

  static {
    require(RTR_ENTRIES_COROSYNC <= RTR_ENTRIES_MAX, "corosync's requests are read");
    require(OrfToken.length(RTR_ENTRIES_MAX) <= DATAGRAM_MAX_BYTES, "a full token fits a datagram");
    require(
        CommitTokenPacket.length(PROCESSORS_MAX) <= DATAGRAM_MAX_BYTES,
        "the commit token of the largest ring fits a datagram");
    require(
        JoinPacket.length(PROCESSORS_MAX, PROCESSORS_MAX) + Trailer.LENGTH <= DATAGRAM_MAX_BYTES,
        "the longest join message fits a datagram");
    require(
        2 * McastPacket.HEADER_LENGTH < DATAGRAM_MIN_BYTES,
        "a recovered message fits the smallest datagram");
  }

  private WireLimits() {}

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new ExceptionInInitializerError("limits of the packets: " + what);
    }
  }
}
