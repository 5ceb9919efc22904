package io.evs.totem.wire;

/** Limits of what may be in a packet (docs/protocol.md, "Checks before anything is read"). */
public final class WireLimits {
  /** Most processors in a list (PROCESSOR_COUNT_MAX). */
  public static final int PROCESSORS_MAX = 384;

  /** Most entries of a retransmission list that we read; corosync reads 30. */
  public static final int RTR_ENTRIES_MAX = 1000;

  /** Most entries of a retransmission list a ring with a corosync member may carry. */
  public static final int RTR_ENTRIES_COROSYNC = 30;

  /** Largest datagram over UDP and IPv4. */
  public static final int DATAGRAM_MAX_BYTES = 65507;

  /** Largest ring sequence taken from others: keeps every later sum far from overflow. */
  public static final long RING_SEQUENCE_MAX = Long.MAX_VALUE >> 2;

  /** Ring sequences up to here are believed at once, those above only in steps. */
  public static final long RING_SEQUENCE_FREE_MAX = RING_SEQUENCE_MAX >> 1;

  private WireLimits() {}
}
