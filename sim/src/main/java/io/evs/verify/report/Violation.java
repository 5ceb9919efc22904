package io.evs.verify.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.text.PlainText;
import java.io.IOException;
import java.util.List;

/**
 * One promise that was not kept.
 *
 * @param property which one; docs/properties.md explains each
 * @param message a sentence for people, with the processes, the ring and the place
 * @param process the process whose log shows it, unsigned; 0 if no single one
 */
public record Violation(Property property, String message, long process) {
  /** A line for people, without its end; nothing in it acts on a terminal. */
  public String line() {
    return property + ": " + PlainText.of(message);
  }

  /** Writes its fields into an object that is open. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStringField("property", property.name());
    json.writeStringField("message", message);
    json.writeNumberField("process", process);
    json.writeStringField("name", property.title());
  }

  /** Writes violations as a field of the object that is open. */
  public static void write(JsonGenerator json, List<Violation> violations) throws IOException {
    json.writeArrayFieldStart("violations");
    for (Violation violation : violations) {
      json.writeStartObject();
      violation.write(json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
