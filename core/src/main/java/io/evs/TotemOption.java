package io.evs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The values of the ring that a configuration may set, under corosync's names where they mean the
 * same. An option that is not set is derived ({@code auto}). Durations are held in nanoseconds.
 */
public enum TotemOption {
  /** Silence after which the ring is given up. */
  TOKEN(Unit.DURATION, 10 * Limits.MS, Limits.HOUR),
  /** Longest wait before a token is sent again; below {@link #TOKEN}. */
  TOKEN_RETRANSMIT(Unit.DURATION, Limits.MS, Limits.HOUR),
  /** How long the token of an idle ring is held; below {@link #TOKEN_RETRANSMIT}. */
  HOLD(Unit.DURATION, Limits.MS / 10, Limits.HOUR),
  /** Interval at which other rings are looked for. */
  MERGE(Unit.DURATION, Limits.MS, Limits.HOUR),
  /** Interval of join messages while a ring forms. */
  JOIN(Unit.DURATION, Limits.MS, Limits.HOUR),
  /** Longest random wait before the first join message; at most half of {@link #CONSENSUS}. */
  SEND_JOIN(Unit.DURATION, 0, Limits.HOUR),
  /** Wait for agreement on the members; at least {@link #JOIN}. */
  CONSENSUS(Unit.DURATION, Limits.MS, Limits.HOUR),
  /** Most packets of all members in one rotation of the token. */
  WINDOW_SIZE(Unit.COUNT, 1, 4096),
  /** Most packets of one member in one visit of the token. */
  MAX_MESSAGES(Unit.COUNT, 1, 4096),
  /** Visits at which a message must be missing before it is requested. */
  MISS_COUNT_CONST(Unit.COUNT, 1, 1_000_000),
  /** Visits without progress after which a member that cannot receive gives up. */
  FAIL_RECV_CONST(Unit.COUNT, 1, 1_000_000_000),
  /** Visits without new packets after which the token rests. */
  SEQNO_UNCHANGED_CONST(Unit.COUNT, 1, 1_000_000),
  /** Packets of a visit that are sent after the token. */
  ACCELERATED_WINDOW(Unit.COUNT, 0, 4096),
  /** Largest IP packet, headers included. */
  NETMTU(Unit.BYTES, 576, 65_535),
  /** Receive buffer of the sockets to ask the system for, which may grant another one. */
  RECEIVE_BUFFER(Unit.BYTES, 4096, 1 << 30);

  /** What the number of an option counts. */
  public enum Unit {
    /** Nanoseconds. */
    DURATION,
    /** A plain number. */
    COUNT,
    /** Bytes. */
    BYTES
  }

  private static final class Limits {
    static final long MS = 1_000_000L;
    static final long HOUR = 3600L * 1000 * MS;
  }

  private final Unit unit;
  private final long min;
  private final long max;

  TotemOption(Unit unit, long min, long max) {
    this.unit = unit;
    this.min = min;
    this.max = max;
  }

  /** The key in a configuration file, as corosync writes it: {@code token_retransmit}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its number counts. */
  public Unit unit() {
    return unit;
  }

  /** Least value allowed, in {@link #unit()}. */
  public long min() {
    return min;
  }

  /** Greatest value allowed, in {@link #unit()}. */
  public long max() {
    return max;
  }

  /** What is allowed, for people: {@code 10ms to 3600s}. */
  public String allowed() {
    return text(min) + " to " + text(max);
  }

  /** A value of this option, for people. */
  public String text(long value) {
    if (unit != Unit.DURATION) {
      return value + (unit == Unit.BYTES ? " bytes" : "");
    }
    if (value % (1000 * Limits.MS) == 0) {
      return value / (1000 * Limits.MS) + "s";
    }
    return value % Limits.MS == 0 ? value / Limits.MS + "ms" : value / 1000 + "us";
  }

  /** All keys, for the message about an unknown one. */
  public static String keys() {
    return Arrays.stream(values()).map(TotemOption::key).collect(Collectors.joining(", "));
  }
}
