package io.evs.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.flight.Cause;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that a node tells of its life, as {@code evs events} prints it. Immutable.
 *
 * @param at when it was
 * @param event what kind it is, such as {@code membership}
 * @param text what happened, for people
 * @param change what changed, of a membership
 */
public record NodeEvent(Instant at, String event, String text, Optional<Change> change) {
  /** A regular configuration was installed. */
  public static final String MEMBERSHIP = "membership";

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * A change of the ring's members.
   *
   * @param ring the ring that was formed
   * @param members its members, ascending
   * @param joined those that were not in the ring before
   * @param left those that were, and are no more
   * @param cause why
   * @param tookMillis for how long no ring worked, in milliseconds
   * @param primary whether the new ring has a quorum; empty where none is configured
   */
  public record Change(
      RingId ring,
      List<NodeId> members,
      List<NodeId> joined,
      List<Left> left,
      Cause cause,
      long tookMillis,
      Optional<Boolean> primary) {
    /** Copies the lists. */
    public Change {
      members = List.copyOf(members);
      joined = List.copyOf(joined);
      left = List.copyOf(left);
    }
  }

  /**
   * A member that is in the ring no more.
   *
   * @param id its node id
   * @param reason why, in a word of {@link io.evs.NodeStatus.Missing}
   */
  public record Left(NodeId id, String reason) {}

  /** Something else than a change of members, now. */
  public static NodeEvent of(String event, String text) {
    return new NodeEvent(Instant.now(), event, text, Optional.empty());
  }

  /** The object on one line. */
  public String line() {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.toString();
  }

  /** Writes its fields into an object that is open. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStringField("at", at.toString());
    json.writeStringField("event", event);
    json.writeStringField("text", text);
    if (change.isPresent()) {
      write(change.get(), json);
    }
  }

  private static void write(Change change, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("ring");
    json.writeNumberField("representative", Integer.toUnsignedLong(change.ring.representative()));
    json.writeNumberField("sequence", change.ring.sequence());
    json.writeEndObject();
    ids(json, "members", change.members);
    ids(json, "joined", change.joined);
    json.writeArrayFieldStart("left");
    for (Left each : change.left) {
      json.writeStartObject();
      json.writeNumberField("node_id", each.id.asLong());
      json.writeStringField("reason", each.reason);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("cause", change.cause.key());
    json.writeNumberField("took_ms", change.tookMillis);
    if (change.primary.isPresent()) {
      json.writeBooleanField("primary", change.primary.get());
    }
  }

  private static void ids(JsonGenerator json, String name, List<NodeId> ids) throws IOException {
    json.writeArrayFieldStart(name);
    for (NodeId each : ids) {
      json.writeNumber(each.asLong());
    }
    json.writeEndArray();
  }
}
