package io.evs.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes JSON documents without a data binder, whose start alone would double a short command. */
public final class Json {
  /** Version of every document, in its field {@code schema}. */
  public static final int SCHEMA = 1;

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes fields into an object that is open. */
  @FunctionalInterface
  public interface Fields {
    /** Writes them. */
    void write(JsonGenerator json) throws IOException;
  }

  private Json() {}

  /** One object in one line, without the schema field: an element of a stream. */
  public static String object(Fields fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** One document of a command: schema, command, and the fields. */
  public static String document(String command, Fields fields) {
    return object(
        json -> {
          json.writeNumberField("schema", SCHEMA);
          json.writeStringField("command", command);
          fields.write(json);
        });
  }

  /** Prints a line and sends it on its way at once. */
  public static void println(PrintStream out, String line) {
    out.print(line);
    out.print('\n');
    out.flush();
  }
}
