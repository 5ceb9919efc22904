package io.evs.node.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.text.Causes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /** Writes the list of who is missing, as the field {@code missing} of an object that is open. */
  public static void writeMissing(NodeStatus status, JsonGenerator json) throws IOException {
    ConditionJson.missing(status.missing(), json);
  }

  /**
   * What all members answered, on one line: {@code members} (node ids), {@code nodes} (a document
   * of {@link #write} for each that answered), {@code late} (node ids).
   */
  public static String writeAll(RingStatus answers) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      ids(json, "members", answers.members());
      json.writeArrayFieldStart("nodes");
      for (NodeStatus each : answers.statuses().values()) {
        write(each, json);
      }
      json.writeEndArray();
      ids(json, "late", answers.late());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void ids(JsonGenerator json, String name, Collection<NodeId> ids)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (NodeId each : ids) {
      json.writeNumber(each.asLong());
    }
    json.writeEndArray();
  }

  /**
   * Reads a document that {@link #writeAll} wrote.
   *
   * @throws IOException with one sentence if it is no such document
   */
  public static RingStatus readAll(String document) throws IOException {
    return read(document, StatusJson::answers);
  }

  private static RingStatus answers(JsonTree document) throws IOException {
    Map<NodeId, NodeStatus> statuses = new TreeMap<>();
    for (JsonTree each : document.trees("nodes")) {
      NodeStatus status = StatusReader.status(each);
      statuses.put(status.nodeId(), status);
    }
    return new RingStatus(
        document.numbers("members").stream().map(NodeId::of).toList(),
        statuses,
        document.numbers("late").stream().map(NodeId::of).collect(Collectors.toSet()));
  }

  /**
   * Reads a document that {@link #write} wrote.
   *
   * @throws IOException with one sentence if it is no such document
   */
  public static NodeStatus read(String document) throws IOException {
    return read(document, StatusReader::status);
  }

  private interface Reader<T> {
    T read(JsonTree document) throws IOException;
  }

  private static <T> T read(String document, Reader<T> reader) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      return reader.read(JsonTree.read(parser));
    } catch (JsonProcessingException malformed) {
      throw new IOException(
          "the status cannot be read: " + malformed.getOriginalMessage(), malformed);
    } catch (IOException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException wrong) {
      throw new IOException("the status cannot be read: " + Causes.of(wrong), wrong);
    } catch (EvsException wrong) {
      throw new IOException("the status cannot be read: " + wrong.getMessage(), wrong);
    }
  }
}
