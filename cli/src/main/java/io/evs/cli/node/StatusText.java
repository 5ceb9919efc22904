package io.evs.cli.node;

import io.evs.cli.Json;
import io.evs.node.NodeStatus;

/** A node's status as a JSON document. */
final class StatusText {
  private StatusText() {}

  static String of(NodeStatus status) {
    return Json.document(
        "status",
        json -> {
          json.writeObjectFieldStart("node");
          json.writeNumberField("id", status.nodeId().asLong());
          json.writeStringField("name", status.name());
          json.writeNumberField("incarnation", status.incarnation());
          json.writeEndObject();
          json.writeObjectFieldStart("ring");
          json.writeStringField("name", status.ringName());
          json.writeStringField("state", status.state());
          json.writeArrayFieldStart("members");
          for (NodeStatus.Peer each : status.members()) {
            json.writeNumber(each.id().asLong());
          }
          json.writeEndArray();
          json.writeEndObject();
          json.writeObjectFieldStart("counters");
          for (var each : status.counters().entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
          }
          json.writeEndObject();
        });
  }
}
