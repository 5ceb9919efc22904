package io.evs.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * A status as the JSON document of {@code evs status --json}, and back. The document has what
 * scripts ask for at fixed places ({@code token.rotation_us.p99}) and everything else that a status
 * has; what is there twice is read from the complete one. Thread-safe.
 */
public final class StatusJson {
  private static final JsonFactory JSON = new JsonFactory();

  private StatusJson() {}

  /** The document, on one line. */
  public static String write(NodeStatus status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(status, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** Writes the document as one value. */
  public static void write(NodeStatus status, JsonGenerator json) throws IOException {
    new StatusWriter(status, json).document();
  }

  /**
   * Reads a document that {@link #write} wrote.
   *
   * @throws IOException with one sentence if it is no such document
   */
  public static NodeStatus read(String document) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      return StatusReader.status(JsonTree.read(parser));
    } catch (JsonProcessingException malformed) {
      throw new IOException(
          "the status cannot be read: " + malformed.getOriginalMessage(), malformed);
    } catch (IOException
        | IllegalArgumentException
        | ArithmeticException
        | java.time.DateTimeException wrong) {
      throw new IOException("the status cannot be read: " + wrong.getMessage(), wrong);
    } catch (io.evs.EvsException wrong) {
      throw new IOException("the status cannot be read: " + wrong.getMessage(), wrong);
    }
  }
}
