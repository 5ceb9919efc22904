package io.evs.cli.terminal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.text.PlainText;
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
    return plain(text.toString());
  }

  /**
   * The same document, with escapes for what a terminal would act on: the library leaves DEL, C1
   * and characters of direction as they are. They stand in strings only, where escapes may stand.
   */
  public static String plain(String json) {
    if (json.codePoints().allMatch(PlainText::isPlain)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 16);
    json.codePoints()
        .forEach(
            c -> {
              if (PlainText.isPlain(c)) {
                escaped.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  escaped.append(String.format("\\u%04x", (int) unit));
                }
              }
            });
    return escaped.toString();
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

  /** Prints a document as a line of escapes where it needs any, and sends it on its way at once. */
  public static void println(PrintStream out, String document) {
    out.print(plain(document) + '\n');
    out.flush();
  }
}
