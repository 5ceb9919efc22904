package io.evs.metrics;

import io.evs.NodeStatus;
import io.evs.Timing;
import io.evs.node.Metric;
import io.evs.node.Metrics;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A status in the Prometheus text format, version 0.0.4. Names are those of the catalogue behind
 * {@code evs_}: counters end in {@code _total}, histograms in {@code _seconds}.
 */
public final class Exposition {
  /** The content type of the format. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final List<String> STATES =
      List.of("OPERATIONAL", "GATHER", "COMMIT", "RECOVERY", "CLOSED");
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

  private final NodeStatus status;
  private final StringBuilder text = new StringBuilder(16_384);

  private Exposition(NodeStatus status) {
    this.status = status;
  }

  /** The text, ending with a line feed. */
  public static String of(NodeStatus status) {
    Exposition exposition = new Exposition(status);
    exposition.info();
    exposition.gauges();
    Metrics.list().forEach(exposition::metric);
    return exposition.text.toString();
  }

  private void info() {
    family("evs_node_info", "gauge", "the node, its ring and its security; always 1");
    text.append("evs_node_info{node_id=\"").append(status.nodeId());
    label("node_name", status.name());
    label("ring", status.ringName());
    label("transport", status.transport());
    label("suite", status.security().suite().text());
    label("key_id", status.security().keyId());
    text.append("\"} 1\n");
    family("evs_ring_state", "gauge", "1 for the state that the membership protocol is in");
    for (String state : STATES) {
      text.append("evs_ring_state{state=\"")
          .append(state.toLowerCase(Locale.ROOT))
          .append("\"} ")
          .append(state.equals(status.state()) ? 1 : 0)
          .append('\n');
    }
  }

  private void label(String name, String value) {
    text.append("\",").append(name).append("=\"").append(escaped(value));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private void gauges() {
    gauge("evs_operational", "1 if a ring is installed and works", status.isOperational() ? 1 : 0);
    gauge("evs_ring_members", "members of the ring", status.members().size());
    status
        .ring()
        .ifPresent(ring -> gauge("evs_ring_sequence", "sequence of the ring id", ring.sequence()));
    gauge(
        "evs_ring_representative",
        "1 if this node is the ring's representative",
        status.isRepresentative() ? 1 : 0);
    status
        .formedAt()
        .ifPresent(
            at -> gauge("evs_ring_formed_timestamp_seconds", "when the ring was formed", at));
    gauge("evs_start_timestamp_seconds", "when the node started", status.startedAt());
    gauge("evs_incarnation", "number of this start of the node", status.incarnation());
    gauge("evs_token_seq", "highest sequence number known, wraps at 2^32", status.token().seq());
    gauge("evs_token_aru", "all received up to this number, wraps", status.token().aru());
    gauge("evs_missing_packets", "packets not received, 64 or more", missing());
    gauge("evs_send_queue_bytes", "bytes that wait to be ordered", status.sendQueueBytes());
    gauge("evs_send_queue_max_bytes", "most bytes that may wait", status.sendQueueMaxBytes());
    gauge("evs_receive_queue_bytes", "bytes waiting for dispatch", status.receiveQueueBytes());
    gauge("evs_receive_queue_max_bytes", "most for one handle", status.receiveQueueMaxBytes());
    gauge("evs_handles", "open handles", status.handles());
    family("evs_longest_pause_seconds", "gauge", "longest time this process did not run");
    sample("evs_longest_pause_seconds", seconds(status.pauses().longestMicros() * 1000));
  }

  private int missing() {
    return status.token().missing().size();
  }

  private void gauge(String name, String help, long value) {
    family(name, "gauge", help);
    sample(name, Long.toString(value));
  }

  private void gauge(String name, String help, Instant value) {
    family(name, "gauge", help);
    sample(name, BigDecimal.valueOf(value.toEpochMilli(), 3).toPlainString());
  }

  private void metric(Metric metric) {
    String name = "evs_" + metric.name();
    switch (metric.kind()) {
      case HISTOGRAM:
        histogram(name + "_seconds", metric.help(), status.timing(metric.name()));
        break;
      case COUNTER:
        counted(name + "_total", "counter", metric);
        break;
      default:
        counted(name, "gauge", metric);
    }
  }

  /** A figure that this node does not have, as those of security without a key, is left out. */
  private void counted(String name, String type, Metric metric) {
    Long value = status.counters().get(metric.name());
    if (value != null) {
      family(name, type, metric.help() + " (" + metric.unit() + ")");
      sample(name, value.toString());
    }
  }

  private void histogram(String name, String help, Timing timing) {
    family(name, "histogram", help);
    for (int i = 0; i < Timing.BOUNDS_NANOS.size(); i++) {
      String bound = seconds(Timing.BOUNDS_NANOS.get(i));
      sample(name + "_bucket{le=\"" + bound + "\"}", timing.buckets().get(i).toString());
    }
    String count = Long.toString(timing.count());
    sample(name + "_bucket{le=\"+Inf\"}", count);
    sample(name + "_sum", seconds(timing.sumNanos()));
    sample(name + "_count", count);
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos).divide(NANOS_PER_SECOND).stripTrailingZeros().toPlainString();
  }

  private void family(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ');
    text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void sample(String name, String value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
