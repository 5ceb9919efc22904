package io.evs.node.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.NodeId;
import io.evs.NodeStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a status says of what is wrong, and of what the node goes by, as JSON and back. */
final class ConditionJson {
  /** Names and digests that a program or a terminal could take for something else are no such. */
  private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");

  private static final int LIST_MAX = 1024;

  private ConditionJson() {}

  /** Fields of the document. */
  static void write(NodeStatus status, JsonGenerator json) throws IOException {
    missing(status.missing(), json);
    NodeStatus.Condition condition = status.condition();
    json.writeObjectFieldStart("timeouts_ms");
    for (Map.Entry<String, Long> each : condition.timeoutsMillis().entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("put_aside");
    for (NodeStatus.PutAside each : condition.putAside()) {
      json.writeStartObject();
      json.writeNumberField("node_id", each.nodeId().asLong());
      json.writeStringField("since", each.since().toString());
      json.writeStringField("until", each.until().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("peers");
    for (NodeStatus.PeerFigures each : condition.peers()) {
      json.writeStartObject();
      json.writeNumberField("node_id", each.nodeId().asLong());
      json.writeNumberField("lag", each.lag());
      json.writeNumberField("resent", each.resent());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("problems");
    for (String each : condition.problems()) {
      json.writeString(each);
    }
    json.writeEndArray();
    if (condition.lastRefusal().isPresent()) {
      json.writeStringField("last_refusal_at", condition.lastRefusal().get().toString());
    }
    if (condition.lastPause().isPresent()) {
      json.writeStringField("last_pause_at", condition.lastPause().get().toString());
    }
  }

  /** The list of who is missing, as a field. */
  static void missing(List<NodeStatus.Missing> missing, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("missing");
    for (NodeStatus.Missing each : missing) {
      json.writeStartObject();
      if (each.nodeId().isPresent()) {
        json.writeNumberField("node_id", each.nodeId().get().asLong());
      }
      json.writeStringField("address", each.address());
      if (each.since().isPresent()) {
        json.writeStringField("since", each.since().get().toString());
      }
      json.writeStringField("reason", each.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Who is missing; nodes of an earlier version do not tell, or tell the address only. */
  static List<NodeStatus.Missing> missing(JsonTree document) throws IOException {
    List<NodeStatus.Missing> missing = new ArrayList<>();
    for (JsonTree each : trees(document, "missing")) {
      missing.add(
          new NodeStatus.Missing(
              each.has("node_id")
                  ? Optional.of(NodeId.of(each.number("node_id")))
                  : Optional.empty(),
              each.text("address"),
              each.textIfThere("since").map(Instant::parse),
              each.has("reason") ? word(each.text("reason")) : ""));
    }
    return missing;
  }

  static NodeStatus.Condition condition(JsonTree document, JsonTree node) throws IOException {
    if (!document.has("problems")) {
      return NodeStatus.Condition.UNKNOWN;
    }
    JsonTree timeouts = document.tree("timeouts_ms");
    Map<String, Long> millis = new LinkedHashMap<>();
    for (String name : timeouts.names()) {
      millis.put(word(name), timeouts.number(name));
    }
    List<NodeStatus.PutAside> putAside = new ArrayList<>();
    for (JsonTree each : trees(document, "put_aside")) {
      putAside.add(
          new NodeStatus.PutAside(
              NodeId.of(each.number("node_id")),
              Instant.parse(each.text("since")),
              Instant.parse(each.text("until"))));
    }
    List<NodeStatus.PeerFigures> peers = new ArrayList<>();
    for (JsonTree each : trees(document, "peers")) {
      peers.add(
          new NodeStatus.PeerFigures(
              NodeId.of(each.number("node_id")), each.number("lag"), each.number("resent")));
    }
    return new NodeStatus.Condition(
        node.textIfThere("version").orElse(""),
        word(node.textIfThere("settings").orElse("")),
        millis,
        putAside,
        peers,
        document.texts("problems"),
        document.textIfThere("last_refusal_at").map(Instant::parse),
        document.textIfThere("last_pause_at").map(Instant::parse));
  }

  private static List<JsonTree> trees(JsonTree document, String name) throws IOException {
    List<JsonTree> trees = document.has(name) ? document.trees(name) : List.of();
    if (trees.size() > LIST_MAX) {
      throw new IOException(name + " is too long");
    }
    return trees;
  }

  private static String word(String text) throws IOException {
    if (!text.isEmpty() && !WORD.matcher(text).matches()) {
      throw new IOException("it has a word that is none");
    }
    return text;
  }
}
