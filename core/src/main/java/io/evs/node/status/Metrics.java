package io.evs.node.status;

import io.evs.NodeStatus;
import io.evs.totem.part.Counter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue of everything that a node counts and measures. The ring's own counters come from
 * {@link Counter}; a test fails if a node tells a figure that is not here, or does not tell one
 * that is.
 */
public final class Metrics {
  private static final String TIMES = "times";
  private static final String PACKETS = "packets";
  private static final String MESSAGES = "messages";
  private static final String BYTES = "bytes";
  private static final String DATAGRAMS = "datagrams";
  private static final String SECONDS = "seconds";
  private static final String MICROSECONDS = "microseconds";

  private static final List<Metric> GROUPS =
      List.of(
          counter("packs_malformed", PACKETS, "ordered packets whose contents are not well-formed"),
          counter(
              "packs_dropped", PACKETS, "parts of messages dropped because others were not seen"),
          counter("messages_malformed", MESSAGES, "ordered messages that are not well-formed"),
          counter("messages_submitted", MESSAGES, "messages of local processes queued for sending"),
          counter("message_bytes_submitted", BYTES, "payload bytes of messages submitted"),
          counter("messages_delivered", MESSAGES, "messages delivered in order, of all members"),
          counter("message_bytes_delivered", BYTES, "payload bytes of messages delivered"));

  private static final List<Metric> TRANSPORT =
      List.of(
          counter("datagrams_in", DATAGRAMS, "datagrams read from the sockets"),
          counter("datagrams_out", DATAGRAMS, "datagrams given to the kernel"),
          counter("bytes_in", BYTES, "bytes of datagrams read, without UDP and IP headers"),
          counter("bytes_out", BYTES, "bytes of datagrams sent, without UDP and IP headers"),
          counter("send_errors", TIMES, "sends that the kernel refused"),
          counter("sends_dropped_buffer_full", DATAGRAMS, "datagrams dropped by a full buffer"),
          counter("gso_bursts", "bursts", "bursts given to the kernel as one"),
          counter("gso_segments", DATAGRAMS, "datagrams that were part of such a burst"),
          counter("rejected_own", DATAGRAMS, "own datagrams that came back"),
          counter("rejected_empty", DATAGRAMS, "empty datagrams dropped"),
          counter("rejected_oversized_sends", DATAGRAMS, "datagrams too large to be sent"));

  private static final List<Metric> SECURITY =
      List.of(
          counter("security_sealed", PACKETS, "packets sealed"),
          counter("security_opened", PACKETS, "packets that were genuine"),
          counter("security_admitted", TIMES, "starts of other nodes admitted by a challenge"),
          counter("security_challenges_sent", DATAGRAMS, "challenges sent to unknown starts"),
          counter("security_answers_sent", DATAGRAMS, "answers sent to challenges"),
          rejected("unknown_start", "of a start that is not admitted yet"),
          rejected("short", "too short for an envelope"),
          rejected("no_envelope", "that are not sealed"),
          rejected("malformed", "whose envelope is not well-formed"),
          rejected("other_key", "sealed with another key"),
          rejected("forged", "that fail authentication"),
          rejected("replayed", "that were received before"),
          rejected("over_budget", "of unknown senders beyond what is answered per second"),
          rejected("answers", "that answer no challenge of this node"),
          rejected("own", "of this node itself"),
          rejected("relayed", "that ask about an address which is not this node's"),
          rejected("duplicates", "of a second node with the id of one that is alive"));

  private static final List<Metric> LOOP =
      List.of(
          counter("rejected_short", DATAGRAMS, "datagrams too short to be a packet"),
          counter("rejected_unlisted", DATAGRAMS, "datagrams of addresses that are not listed"),
          counter("sends_to_unknown_address", PACKETS, "packets for nodes of unknown address"),
          counter("duplicate_node_ids", TIMES, "times another node used this node id"),
          new Metric(
              "addresses_known",
              MetricKind.GAUGE,
              "addresses",
              "nodes whose address was configured or learned"),
          counter("pauses", TIMES, "times this process did not run for half the token time-out"),
          counter("trace_cuts", TIMES, "times the trace ended since it could not be written"),
          counter(
              "loop_cpu_microseconds", MICROSECONDS, "CPU time of the thread that runs the ring"),
          counter("process_cpu_microseconds", MICROSECONDS, "CPU time of the whole process"));

  private static final List<Metric> TIMINGS =
      List.of(
          histogram("token_rotation", "time of a token rotation while the ring is busy"),
          histogram("token_held", "time from the arrival of the token until it was sent on"),
          histogram("queueing", "time from submission until the ring took the message (sampled)"),
          histogram("agreed", "time from submission to own delivery, agreed (sampled)"),
          histogram("safe", "time from submission to own delivery, safe (sampled)"),
          histogram("delivery", "time from hand-over by the loop until dispatch (sampled)"),
          histogram("loop_late", "how much later than planned the loop ran, 5 ms or more"));

  private static final List<Metric> ALL = all();

  private Metrics() {}

  private static Metric counter(String name, String unit, String help) {
    return new Metric(name, MetricKind.COUNTER, unit, help);
  }

  private static Metric rejected(String why, String which) {
    return counter("security_rejected_" + why, PACKETS, "packets dropped " + which);
  }

  private static Metric histogram(String name, String help) {
    return new Metric(name, MetricKind.HISTOGRAM, SECONDS, help);
  }

  private static List<Metric> all() {
    List<Metric> all = new ArrayList<>();
    Arrays.stream(Counter.values())
        .map(each -> counter(each.key(), each.unit(), each.help()))
        .forEach(all::add);
    all.addAll(GROUPS);
    all.addAll(TRANSPORT);
    all.addAll(SECURITY);
    all.addAll(LOOP);
    all.addAll(TIMINGS);
    return List.copyOf(all);
  }

  /** The figures of {@link NodeStatus#counters} and {@link NodeStatus#timings}, in one order. */
  public static List<Metric> list() {
    return ALL;
  }

  /** Message packets sent again, on request or beside a token: what displays call that. */
  public static long sentAgain(Map<String, Long> counters) {
    return counters.getOrDefault(Counter.RETRANSMITS.key(), 0L)
        + counters.getOrDefault(Counter.RETRANSMITS_WITH_TOKEN.key(), 0L);
  }

  /** The figure of a name. */
  public static Optional<Metric> find(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
