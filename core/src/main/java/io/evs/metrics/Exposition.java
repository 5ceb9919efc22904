package io.evs.metrics;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.Timing;
import io.evs.node.status.Metric;
import io.evs.node.status.MetricKind;
import io.evs.node.status.Metrics;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
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
    exposition.peers();
    exposition.process();
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
    status.quorum().ifPresent(this::quorum);
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

  private void quorum(NodeStatus.Quorum quorum) {
    gauge("evs_quorate", "1 if the ring is primary (quorum)", quorum.primary() ? 1 : 0);
    gauge("evs_quorum_votes", "votes of the members of the ring", quorum.votes());
    gauge("evs_quorum_expected_votes", "votes of all nodes together", quorum.expectedVotes());
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
    if (metric.kind() == MetricKind.HISTOGRAM) {
      histogram(metric.exposedName(), metric.help(), status.timing(metric.name()));
      return;
    }
    // A figure that this node does not have, as those of security without a key, is left out.
    Long value = status.counters().get(metric.name());
    if (value != null) {
      String type = metric.kind() == MetricKind.COUNTER ? "counter" : "gauge";
      String unit = metric.isTime() ? "seconds" : metric.unit();
      family(metric.exposedName(), type, metric.help() + " (" + unit + ")");
      sample(metric.exposedName(), metric.isTime() ? seconds(value * 1000) : value.toString());
    }
  }

  /** The other members, and those that are missing; a family without a sample is none. */
  private void peers() {
    List<NodeStatus.Peer> others =
        status.members().stream().filter(each -> !each.id().equals(status.nodeId())).toList();
    if (!others.isEmpty() || !status.missing().isEmpty()) {
      family("evs_peer_present", "gauge", "1 for another member of the ring, 0 if it is missing");
    }
    for (NodeStatus.Peer each : others) {
      present(each.id().toString(), each.address().map(Exposition::text).orElse(""), 1);
    }
    for (NodeStatus.Missing each : status.missing()) {
      present(each.nodeId().map(Object::toString).orElse(""), each.address(), 0);
    }
    List<NodeStatus.PeerFigures> figures = status.condition().peers();
    if (!figures.isEmpty()) {
      family("evs_peer_lag", "gauge", "packets that the member the ring waits for is behind");
      figures.forEach(each -> ofPeer("evs_peer_lag", each.nodeId(), each.lag()));
      family("evs_peer_resent_total", "counter", "packets of a member that were missing here");
      figures.forEach(each -> ofPeer("evs_peer_resent_total", each.nodeId(), each.resent()));
    }
    gauge("evs_problems", "what `evs status` begins with", status.condition().problems().size());
  }

  private void ofPeer(String name, NodeId peer, long value) {
    sample(name + "{node_id=\"" + peer + "\"}", Long.toString(value));
  }

  private void present(String nodeId, String address, int value) {
    text.append("evs_peer_present{node_id=\"").append(nodeId);
    label("address", address);
    text.append("\"} ").append(value).append('\n');
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** The names that every exporter has for its process. */
  private void process() {
    Long cpu = status.counters().get("process_cpu_microseconds");
    if (cpu != null) {
      family("process_cpu_seconds_total", "counter", "CPU time of the process (seconds)");
      sample("process_cpu_seconds_total", seconds(cpu * 1000));
    }
    ProcessFigures.startedAt()
        .ifPresent(at -> gauge("process_start_time_seconds", "when the process started", at));
    ProcessFigures.residentBytes()
        .ifPresent(bytes -> gauge("process_resident_memory_bytes", "memory of the process", bytes));
    ProcessFigures.openFiles()
        .ifPresent(files -> gauge("process_open_fds", "open files of the process", files));
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
