package io.evs.node.record;

import io.evs.flight.FlightKind;
import io.evs.flight.FlightRecorder;
import io.evs.flight.FlightSink;
import io.evs.flight.Refusal;
import io.evs.node.flow.Pace;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The flight recorder of a node, and what the node itself tells it: pauses, refused packets, second
 * nodes, datagrams that the system dropped. Loop thread only.
 */
public final class NodeRecorder {
  /** Sources that are told apart. */
  private static final int SOURCES = 16;

  private static final long AGAIN_NANOS = 5_000_000_000L;
  private static final int LOOKS_PER_SECOND = 64;
  private static final int PORT_MASK = 0xffff;

  private static final String OFF = "evs.flight.off";

  /** Kinds of refused packets that are recorded as sums, by the counter that counts them. */
  private static final Map<String, Refusal> KINDS =
      Map.of(
          "security_rejected_forged", Refusal.FORGED,
          "security_rejected_replayed", Refusal.REPLAYED,
          "security_rejected_malformed", Refusal.MALFORMED,
          "security_rejected_over_budget", Refusal.OVER_BUDGET,
          "packets_malformed", Refusal.MALFORMED);

  /** Packets of one source, refused for one reason. */
  private static final class Refused {
    long high;
    long low;
    int port;
    int node;
    Refusal reason = Refusal.OTHER_KEY;
    long toldNanos;
    long since;
  }

  private final FlightRecorder recorder = new FlightRecorder(FlightRecorder.SLOTS);
  private final Refused[] refused = new Refused[SOURCES];
  private final Pace looks = new Pace(LOOKS_PER_SECOND, LOOKS_PER_SECOND);
  private final Map<String, Long> counted = new HashMap<>();
  private int sources;

  /** Where the member tells its events; nowhere if that is switched off, to measure its cost. */
  public FlightSink sink() {
    return Boolean.getBoolean(OFF) ? FlightSink.NONE : recorder;
  }

  /** A copy of what is held; {@link FlightRecorder#events} reads it. */
  long[] snapshot() {
    return recorder.snapshot();
  }

  /** This process did not run. */
  public void paused(long now, long nanos) {
    recorder.event(now, FlightKind.PAUSE, 0, nanos, 0, 0);
  }

  /** The system dropped datagrams before this process saw them. */
  public void dropped(long now, long datagrams) {
    recorder.event(now, FlightKind.SOCKET_DROPS, 0, datagrams, 0, 0);
  }

  /** Another node has the id of a member, or of this one. */
  void second(long now, int nodeId, InetSocketAddress other) {
    ByteBuffer address = address(other);
    recorder.event(
        now,
        FlightKind.DUPLICATE_ID,
        nodeId,
        address.getLong(),
        address.getLong(),
        other.getPort());
  }

  /**
   * Packets were refused: the first of a source is told, then their number now and then. A flood of
   * them is not looked at one by one.
   *
   * @param nodeId the node that they say they are of; 0 if they do not say
   */
  public void refused(long now, Refusal reason, int nodeId, InetSocketAddress from) {
    if (!looks.take(now)) {
      return;
    }
    ByteBuffer address = address(from);
    Refused source =
        source(now, reason, nodeId, address.getLong(), address.getLong(), from.getPort());
    if (source == null) {
      return;
    }
    source.since++;
    if (source.toldNanos == 0 || now - source.toldNanos >= AGAIN_NANOS) {
      source.toldNanos = now;
      long place = (long) reason.ordinal() << 16 | source.port & PORT_MASK;
      recorder.event(
          now,
          FlightKind.REFUSED,
          nodeId,
          source.high,
          source.low,
          FlightSink.pair(source.since, place));
      source.since = 0;
    }
  }

  /**
   * Records how many packets of each kind of {@link #KINDS} were refused since this was told last:
   * nobody can be blamed for them, and there may be very many.
   *
   * @param counters of the node; about once a second
   */
  public void refusals(long now, Map<String, Long> counters) {
    KINDS.forEach(
        (counter, kind) -> {
          long count = counters.getOrDefault(counter, 0L);
          Long last = counted.put(counter, count);
          long more = Math.min(Integer.MAX_VALUE, count - (last == null ? 0 : last));
          if (more > 0) {
            long place = FlightSink.pair(more, (long) kind.ordinal() << 16);
            recorder.event(now, FlightKind.REFUSED, 0, 0, 0, place);
          }
        });
  }

  private Refused source(long now, Refusal reason, int nodeId, long high, long low, int port) {
    for (int i = 0; i < sources; i++) {
      Refused each = refused[i];
      boolean same = each.reason == reason && each.node == nodeId && each.port == port;
      if (same && each.high == high && each.low == low) {
        return each;
      }
    }
    Refused fresh = sources < SOURCES ? new Refused() : quietest();
    if (sources < SOURCES) {
      refused[sources++] = fresh;
    } else if (now - fresh.toldNanos < AGAIN_NANOS) {
      return null;
    }
    fresh.since = 0;
    fresh.toldNanos = 0;
    fresh.reason = reason;
    fresh.node = nodeId;
    fresh.high = high;
    fresh.low = low;
    fresh.port = port;
    return fresh;
  }

  /** The one told of longest ago: its place is another's, when all are taken. */
  private Refused quietest() {
    Refused least = refused[0];
    for (Refused each : refused) {
      least = each.toldNanos < least.toldNanos ? each : least;
    }
    return least;
  }

  /** As IPv6, in which an address of IPv4 has its place. */
  private static ByteBuffer address(InetSocketAddress address) {
    byte[] host = address.getAddress().getAddress();
    ByteBuffer sixteen = ByteBuffer.allocate(2 * Long.BYTES);
    if (host.length == Integer.BYTES) {
      sixteen.putShort(10, (short) -1);
      sixteen.put(12, host);
    } else {
      sixteen.put(0, host);
    }
    return sixteen;
  }
}
