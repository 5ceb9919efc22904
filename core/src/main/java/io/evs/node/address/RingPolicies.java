package io.evs.node.address;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.TotemOption;
import io.evs.totem.part.RingPolicy;
import io.evs.transport.address.UdpSettings;
import java.util.EnumMap;
import java.util.Map;

/** Derives a ring's values from a configuration: profile first, then what is set. */
public final class RingPolicies {
  private static final long MS = 1_000_000L;

  /** With a consensus of 1.2 times this, a dead member costs at most 2.2 times this. */
  private static final long FAST_TOKEN_NANOS = 120 * MS;

  private static final long FAST_MERGE_NANOS = 50 * MS;
  private static final long DEFAULT_TOKEN_NANOS = 1000 * MS;
  private static final long LOSSY_TOKEN_NANOS = 60_000 * MS;
  private static final int WINDOW_AUTO_MIN = 32;
  private static final int WINDOW_AUTO_MAX = 256;
  // What the kernel accounts for a datagram besides its data, which it rounds up to a power of two.
  private static final int KERNEL_OVERHEAD_BYTES = 256;

  private RingPolicies() {}

  /** The token time-out of a ring. */
  public static long tokenNanos(EvsConfig config) {
    return profile(config).tokenNanos();
  }

  /**
   * The policy of a ring.
   *
   * @param receiveBufferBytes what the kernel granted, as it accounts it
   * @param packetBytes largest packet of the ring
   * @throws EvsException INVALID_PARAM if values contradict each other
   */
  public static RingPolicy derive(EvsConfig config, int receiveBufferBytes, int packetBytes) {
    int windowAuto = windowFor(receiveBufferBytes, packetBytes);
    try {
      return profile(config).with(values -> apply(config, values, windowAuto));
    } catch (IllegalArgumentException contradiction) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "the totem values contradict each other: " + contradiction.getMessage(),
          contradiction);
    }
  }

  /** What is set, and what else follows from it. */
  private static void apply(EvsConfig config, RingPolicy.Values values, int windowAuto) {
    values.tokenRetransmitNanos =
        nanos(config, TotemOption.TOKEN_RETRANSMIT, values.tokenRetransmitNanos);
    values.rtoMinNanos = Math.min(values.rtoMinNanos, values.tokenRetransmitNanos);
    long holdAuto = Math.min(values.holdNanos, values.tokenRetransmitNanos * 8 / 10);
    values.holdNanos = nanos(config, TotemOption.HOLD, holdAuto);
    values.mergeNanos = nanos(config, TotemOption.MERGE, values.mergeNanos);
    values.joinNanos = nanos(config, TotemOption.JOIN, values.joinNanos);
    values.sendJoinNanos = nanos(config, TotemOption.SEND_JOIN, values.sendJoinNanos);
    long consensusAuto = Math.max(values.consensusNanos, values.joinNanos);
    values.consensusNanos = nanos(config, TotemOption.CONSENSUS, consensusAuto);
    values.windowSize = count(config, TotemOption.WINDOW_SIZE, windowAuto);
    int messagesAuto = Math.min(values.maxMessages, values.windowSize);
    values.maxMessages = count(config, TotemOption.MAX_MESSAGES, messagesAuto);
    values.missCountConst = count(config, TotemOption.MISS_COUNT_CONST, values.missCountConst);
    values.failRecvConst = count(config, TotemOption.FAIL_RECV_CONST, values.failRecvConst);
    values.seqnoUnchangedConst =
        count(config, TotemOption.SEQNO_UNCHANGED_CONST, values.seqnoUnchangedConst);
    values.restVisits = count(config, TotemOption.SEQNO_UNCHANGED_CONST, values.restVisits);
    values.acceleratedWindow =
        count(config, TotemOption.ACCELERATED_WINDOW, values.acceleratedWindow);
    values.unreleasedMax = Math.max(values.unreleasedMax, 2 * values.windowSize);
  }

  /**
   * The values that follow from a configuration alone, set or not. The others follow from what the
   * system grants when the node starts.
   *
   * @throws EvsException INVALID_PARAM if values contradict each other
   */
  public static Map<TotemOption, Long> inForce(EvsConfig config) {
    RingPolicy ring = derive(config, Integer.MAX_VALUE, 1);
    Map<TotemOption, Long> values = new EnumMap<>(TotemOption.class);
    values.put(TotemOption.TOKEN, ring.tokenNanos());
    values.put(TotemOption.TOKEN_RETRANSMIT, ring.tokenRetransmitNanos());
    values.put(TotemOption.HOLD, ring.holdNanos());
    values.put(TotemOption.MERGE, ring.mergeNanos());
    values.put(TotemOption.JOIN, ring.joinNanos());
    values.put(TotemOption.SEND_JOIN, ring.sendJoinNanos());
    values.put(TotemOption.CONSENSUS, ring.consensusNanos());
    if (config.totem(TotemOption.WINDOW_SIZE).isPresent()) {
      values.put(TotemOption.WINDOW_SIZE, (long) ring.windowSize());
      values.put(TotemOption.MAX_MESSAGES, (long) ring.maxMessages());
    }
    values.put(TotemOption.MISS_COUNT_CONST, (long) ring.missCountConst());
    values.put(TotemOption.FAIL_RECV_CONST, (long) ring.failRecvConst());
    values.put(TotemOption.SEQNO_UNCHANGED_CONST, (long) ring.restVisits());
    values.put(TotemOption.ACCELERATED_WINDOW, (long) ring.acceleratedWindow());
    config
        .totem(TotemOption.MAX_MESSAGES)
        .ifPresent(given -> values.put(TotemOption.MAX_MESSAGES, given));
    config.totem(TotemOption.NETMTU).ifPresent(given -> values.put(TotemOption.NETMTU, given));
    values.put(TotemOption.RECEIVE_BUFFER, (long) receiveBufferBytes(config));
    return values;
  }

  /** The receive buffer that a member asks the system for. */
  public static int receiveBufferBytes(EvsConfig config) {
    return count(config, TotemOption.RECEIVE_BUFFER, UdpSettings.DEFAULT_BUFFER_BYTES);
  }

  /** What two windows of packets take in a receive buffer, as the kernel accounts them. */
  public static long burstBytes(int windowSize, int packetBytes) {
    return 2L * windowSize * accountedBytes(packetBytes);
  }

  private static int accountedBytes(int packetBytes) {
    return Integer.highestOneBit(Math.max(packetBytes, 2) - 1) * 2 + KERNEL_OVERHEAD_BYTES;
  }

  /** Two windows of packets must fit into the receive buffer. */
  static int windowFor(int receiveBufferBytes, int packetBytes) {
    int fitting = receiveBufferBytes / (2 * accountedBytes(packetBytes));
    return Math.max(WINDOW_AUTO_MIN, Math.min(WINDOW_AUTO_MAX, fitting));
  }

  private static RingPolicy profile(EvsConfig config) {
    switch (config.profile()) {
      case FAST:
        return fast(nanos(config, TotemOption.TOKEN, FAST_TOKEN_NANOS));
      case LOSSY:
        return RingPolicy.lossy(nanos(config, TotemOption.TOKEN, LOSSY_TOKEN_NANOS));
      default:
        return RingPolicy.ours(nanos(config, TotemOption.TOKEN, DEFAULT_TOKEN_NANOS));
    }
  }

  /** Finds dead members and other rings soon. */
  private static RingPolicy fast(long tokenNanos) {
    return RingPolicy.ours(tokenNanos).with(values -> values.mergeNanos = FAST_MERGE_NANOS);
  }

  private static long nanos(EvsConfig config, TotemOption option, long otherwise) {
    return config.totem(option).orElse(otherwise);
  }

  private static int count(EvsConfig config, TotemOption option, int otherwise) {
    return Math.toIntExact(config.totem(option).orElse(otherwise));
  }
}
