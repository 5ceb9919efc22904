package io.evs.node.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.NodeStatus;
import io.evs.Timing;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;

/** Writes a status as JSON. */
public final class StatusWriter {
  private final NodeStatus status;
  private final JsonGenerator json;

  StatusWriter(NodeStatus status, JsonGenerator json) {
    this.status = status;
    this.json = json;
  }

  void document() throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", 1);
    json.writeStringField("command", "status");
    json.writeStringField("at", status.at().toString());
    node();
    ring();
    token();
    json.writeObjectFieldStart("counters");
    for (Map.Entry<String, Long> each : status.counters().entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    ConditionJson.write(status, json);
    quorum();
    queues();
    json.writeObjectFieldStart("security");
    json.writeStringField("suite", status.security().suite().text());
    json.writeStringField("key_id", status.security().keyId());
    json.writeStringField("key_fingerprint", status.security().keyFingerprint());
    json.writeNumberField("rejected", status.securityRejected());
    keys(status.security());
    json.writeEndObject();
    pauses();
    histograms();
    json.writeEndObject();
  }

  private void keys(NodeStatus.Security security) throws IOException {
    json.writeNumberField("generation", security.generation());
    if (!security.lacking().isEmpty()) {
      json.writeStringField("lacking", security.lacking());
    }
    json.writeArrayFieldStart("installed");
    for (NodeStatus.Key each : security.installed()) {
      json.writeStartObject();
      json.writeStringField("key_id", each.id());
      json.writeStringField("fingerprint", each.fingerprint());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void node() throws IOException {
    json.writeObjectFieldStart("node");
    json.writeNumberField("id", status.nodeId().asLong());
    json.writeStringField("name", status.name());
    json.writeNumberField("incarnation", status.incarnation());
    json.writeStringField("address", text(status.address()));
    json.writeStringField("transport", status.transport());
    if (status.packets().isPresent()) {
      json.writeNumberField("packet_bytes", status.packets().get().bytes());
      json.writeStringField("packet_limit", status.packets().get().limit());
    }
    if (!status.condition().version().isEmpty()) {
      json.writeStringField("version", status.condition().version());
      json.writeStringField("settings", status.condition().settings());
    }
    json.writeStringField("started_at", status.startedAt().toString());
    json.writeEndObject();
  }

  private void ring() throws IOException {
    json.writeObjectFieldStart("ring");
    json.writeStringField("name", status.ringName());
    if (status.ring().isPresent()) {
      int representative = status.ring().get().representative();
      json.writeNumberField("representative", Integer.toUnsignedLong(representative));
      json.writeNumberField("sequence", status.ring().get().sequence());
    }
    json.writeStringField("state", status.state().toLowerCase(Locale.ROOT));
    json.writeArrayFieldStart("members");
    for (NodeStatus.Peer each : status.members()) {
      member(each);
    }
    json.writeEndArray();
    if (status.formedAt().isPresent()) {
      json.writeStringField("formed_at", status.formedAt().get().toString());
    }
    if (status.changingSince().isPresent()) {
      json.writeStringField("changing_since", status.changingSince().get().toString());
    }
    json.writeBooleanField("representative_here", status.isRepresentative());
    json.writeEndObject();
  }

  /** Nodes do not tell each other their names: only the own one is known. */
  private void member(NodeStatus.Peer member) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", member.id().asLong());
    if (member.id().equals(status.nodeId())) {
      json.writeStringField("name", status.name());
    }
    if (member.address().isPresent()) {
      json.writeStringField("address", text(member.address().get()));
    }
    json.writeEndObject();
  }

  private void quorum() throws IOException {
    if (status.quorum().isEmpty()) {
      json.writeNullField("quorum");
      return;
    }
    NodeStatus.Quorum quorum = status.quorum().get();
    json.writeObjectFieldStart("quorum");
    json.writeNumberField("expected_votes", quorum.expectedVotes());
    json.writeNumberField("votes", quorum.votes());
    json.writeBooleanField("primary", quorum.primary());
    if (!quorum.problem().isEmpty()) {
      json.writeStringField("problem", quorum.problem());
    }
    json.writeEndObject();
  }

  private void token() throws IOException {
    json.writeObjectFieldStart("token");
    shortTiming("rotation_us", status.timing("token_rotation").recent());
    shortTiming("held_us", status.timing("token_held").recent());
    json.writeNumberField("seq", status.token().seq());
    json.writeNumberField("aru", status.token().aru());
    json.writeBooleanField("held", status.token().held());
    numbers("missing", status.token().missing());
    json.writeEndObject();
  }

  private void shortTiming(String name, Timing.Recent recent) throws IOException {
    json.writeObjectFieldStart(name);
    micros("p50", recent.p50Nanos());
    micros("p99", recent.p99Nanos());
    micros("max", recent.maxNanos());
    json.writeEndObject();
  }

  private void queues() throws IOException {
    json.writeObjectFieldStart("queues");
    json.writeNumberField("send_bytes", status.sendQueueBytes());
    json.writeNumberField("send_max_bytes", status.sendQueueMaxBytes());
    json.writeNumberField("receive_bytes", status.receiveQueueBytes());
    json.writeNumberField("receive_max_bytes", status.receiveQueueMaxBytes());
    json.writeNumberField("handles", status.handles());
    json.writeEndObject();
  }

  private void pauses() throws IOException {
    json.writeObjectFieldStart("pauses");
    json.writeNumberField("count", status.pauses().count());
    json.writeNumberField("last_us", status.pauses().lastMicros());
    json.writeNumberField("longest_us", status.pauses().longestMicros());
    json.writeEndObject();
  }

  private void histograms() throws IOException {
    json.writeObjectFieldStart("histograms");
    json.writeArrayFieldStart("bounds_us");
    for (long bound : Timing.BOUNDS_NANOS) {
      json.writeNumber(bound / 1000);
    }
    json.writeEndArray();
    for (Map.Entry<String, Timing> each : status.timings().entrySet()) {
      Timing timing = each.getValue();
      json.writeObjectFieldStart(each.getKey());
      json.writeNumberField("count", timing.count());
      micros("sum_us", timing.sumNanos());
      numbers("buckets", timing.buckets());
      json.writeObjectFieldStart("recent");
      Timing.Recent recent = timing.recent();
      json.writeNumberField("count", recent.count());
      micros("p50_us", recent.p50Nanos());
      micros("p90_us", recent.p90Nanos());
      micros("p99_us", recent.p99Nanos());
      micros("p999_us", recent.p999Nanos());
      micros("max_us", recent.maxNanos());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void numbers(String name, Iterable<Long> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (long each : values) {
      json.writeNumber(each);
    }
    json.writeEndArray();
  }

  /** Microseconds with a fraction only where there is one. */
  private void micros(String name, long nanos) throws IOException {
    if (nanos % 1000 == 0) {
      json.writeNumberField(name, nanos / 1000);
    } else {
      json.writeFieldName(name);
      json.writeNumber(BigDecimal.valueOf(nanos, 3).stripTrailingZeros().toPlainString());
    }
  }

  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return host.contains(":")
        ? "[" + host + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }
}
