package io.evs.cli.config.show;

import io.evs.TotemOption;
import java.util.Map;

/**
 * How a value of the ring that is not set follows from others, for people. Tests compare each
 * result with what a member computes.
 *
 * @param arithmetic how it comes about
 * @param value what it comes to, in the unit of the option
 */
record Derivation(String arithmetic, long value) {
  private static final long MS = 1_000_000L;

  /**
   * The derivation of an option that is not set.
   *
   * @param profile default, fast or lossy
   * @param known the values in force, those that it is derived from among them
   * @param receiveBufferBytes what the system grants for the receive buffer, as it accounts it
   */
  static Derivation of(
      TotemOption option, String profile, Map<TotemOption, Long> known, long receiveBufferBytes) {
    long token = known.get(TotemOption.TOKEN);
    boolean lossy = profile.equals("lossy");
    return switch (option) {
      case TOKEN -> fixed(profile.equals("fast") ? 120 * MS : lossy ? 60_000 * MS : 1000 * MS);
      case TOKEN_RETRANSMIT ->
          lossy
              ? new Derivation("2 x min(1ms, token / 20)", 2 * repeat(token))
              : new Derivation("token x 10 / 42", token * 10 / 42);
      case HOLD -> hold(token, known.get(TotemOption.TOKEN_RETRANSMIT), lossy);
      case MERGE -> fixed(profile.equals("fast") ? 50 * MS : lossy ? 5 * MS : 200 * MS);
      case JOIN ->
          lossy
              ? fixed(5 * MS)
              : new Derivation("min(50ms, token / 4)", Math.min(50 * MS, token / 4));
      case SEND_JOIN -> fixed(0);
      case CONSENSUS ->
          new Derivation(
              "max(token x 1.2, join)", Math.max(token * 12 / 10, known.get(TotemOption.JOIN)));
      case WINDOW_SIZE -> window(receiveBufferBytes);
      case MAX_MESSAGES -> {
        long window = known.getOrDefault(TotemOption.WINDOW_SIZE, window(receiveBufferBytes).value);
        yield new Derivation("min(64, window_size " + window + ")", Math.min(64, window));
      }
      case MISS_COUNT_CONST, SEQNO_UNCHANGED_CONST -> fixed(1);
      case FAIL_RECV_CONST -> fixed(2500);
      case ACCELERATED_WINDOW -> fixed(0);
      case NETMTU ->
          new Derivation("the MTU of the interfaces that lead to the peers, 1500 at most", 1500);
      case RECEIVE_BUFFER -> fixed(4 << 20);
    };
  }

  private static Derivation fixed(long value) {
    return new Derivation("", value);
  }

  private static long repeat(long token) {
    return Math.min(MS, token / 20);
  }

  /** A value that is set for the retransmission bounds the hold, too. */
  private static Derivation hold(long token, long retransmit, boolean lossy) {
    long bound = retransmit * 8 / 10;
    if (lossy) {
      return new Derivation(
          "min(1.6 x min(1ms, token / 20), token_retransmit x 0.8)",
          Math.min(2 * repeat(token) * 8 / 10, bound));
    }
    long whole = token * 10 / 42;
    return new Derivation(
        "min(max(r / 2, r x 0.8 - 10ms) with r = token x 10 / 42, token_retransmit x 0.8)",
        Math.min(Math.max(whole / 2, whole * 8 / 10 - 10 * MS), bound));
  }

  /** For the packets of an Ethernet, which the kernel accounts as 2048 bytes and its overhead. */
  private static Derivation window(long receiveBufferBytes) {
    long packet = 2048 + 256;
    return new Derivation(
        "receive buffer granted "
            + receiveBufferBytes
            + " / (2 x "
            + packet
            + " that a packet of up to 2048 bytes costs), 32 to 256",
        Math.max(32, Math.min(256, receiveBufferBytes / (2 * packet))));
  }
}
