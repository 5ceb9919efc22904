package io.evs.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.NodeStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Whether a node lives or is ready, as a small JSON document. */
final class Health {
  private static final JsonFactory JSON = new JsonFactory();

  private Health() {}

  /** Of a node whose loop does not answer. */
  static String silent() {
    return "{\"operational\":false,\"reason\":\"the node does not answer\"}\n";
  }

  /**
   * Of a node that answers.
   *
   * @param reason why not; empty if it is
   */
  static String of(NodeStatus status, String reason) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("operational", status.isOperational());
      json.writeStringField("state", status.state().toLowerCase(Locale.ROOT));
      json.writeNumberField("node_id", status.nodeId().asLong());
      json.writeStringField("ring", status.ringName());
      json.writeNumberField("members", status.members().size());
      if (!reason.isEmpty()) {
        json.writeStringField("reason", reason);
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }
}
