package io.evs.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.node.NodeStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Whether a node is a working member, as a small JSON document. */
final class Health {
  private static final JsonFactory JSON = new JsonFactory();

  private Health() {}

  static String of(NodeStatus status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("operational", status.isOperational());
      json.writeStringField("state", status.state().toLowerCase(Locale.ROOT));
      json.writeNumberField("node_id", status.nodeId().asLong());
      json.writeStringField("ring", status.ringName());
      json.writeNumberField("members", status.members().size());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }
}
