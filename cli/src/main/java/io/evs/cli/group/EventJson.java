package io.evs.cli.group;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.cli.terminal.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Events as JSON lines, each a document of its own. */
public final class EventJson {
  private final String command;
  private final Optional<Supplier<Instant>> clock;

  /**
   * Lines.
   *
   * @param clock when an event is printed, where that is to be said
   */
  EventJson(Optional<Supplier<Instant>> clock) {
    this("group", clock);
  }

  /** Lines of another command that shows events. */
  public EventJson(String command, Optional<Supplier<Instant>> clock) {
    this.command = command;
    this.clock = clock;
  }

  private String line(Json.Fields fields) {
    return Json.document(
        command,
        json -> {
          if (clock.isPresent()) {
            json.writeStringField("at", EventText.time(clock.get().get()));
          }
          fields.write(json);
        });
  }

  public String configuration(ConfigurationChange change) {
    return line(
        json -> {
          json.writeStringField("event", "configuration");
          json.writeStringField("kind", change.kind().name().toLowerCase(Locale.ROOT));
          ring(json, "ring", change.ring());
          if (change.next().isPresent()) {
            ring(json, "next", change.next().get());
          }
          nodes(json, "members", change.members());
          nodes(json, "joined", change.joined());
          nodes(json, "left", change.left());
          if (change.kind() == ConfigurationChange.Kind.REGULAR) {
            json.writeObjectField("primary", change.primary().orElse(null));
          }
        });
  }

  public String membership(GroupChange change) {
    return line(
        json -> {
          json.writeStringField("event", "membership");
          json.writeStringField("group", change.group().name());
          members(json, "members", change.members());
          changes(json, "joined", change.joined());
          changes(json, "left", change.left());
        });
  }

  public String message(Delivery delivery) {
    return line(
        json -> {
          json.writeStringField("event", "message");
          json.writeArrayFieldStart("groups");
          for (Group group : delivery.groups()) {
            json.writeString(group.name());
          }
          json.writeEndArray();
          json.writeFieldName("sender");
          member(json, delivery.sender());
          json.writeStringField("guarantee", delivery.guarantee().name().toLowerCase(Locale.ROOT));
          ring(json, "ring", delivery.ring());
          json.writeNumberField("sequence", Integer.toUnsignedLong(delivery.sequence()));
          Optional<String> text = PayloadText.decode(delivery.payload());
          if (text.isPresent()) {
            json.writeStringField("text", text.get());
          } else {
            json.writeStringField("base64", PayloadText.base64(delivery.payload()));
          }
        });
  }

  static void ring(JsonGenerator json, String name, RingId ring) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("representative", Integer.toUnsignedLong(ring.representative()));
    json.writeNumberField("sequence", ring.sequence());
    json.writeEndObject();
  }

  private static void nodes(JsonGenerator json, String name, List<NodeId> nodes)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (NodeId node : nodes) {
      json.writeNumber(node.asLong());
    }
    json.writeEndArray();
  }

  static void members(JsonGenerator json, String name, List<GroupMember> members)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (GroupMember member : members) {
      member(json, member);
    }
    json.writeEndArray();
  }

  private static void member(JsonGenerator json, GroupMember member) throws IOException {
    json.writeStartObject();
    ids(json, member);
    json.writeEndObject();
  }

  private static void changes(JsonGenerator json, String name, List<GroupChange.Change> changes)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (GroupChange.Change change : changes) {
      json.writeStartObject();
      ids(json, change.member());
      json.writeStringField("reason", change.reason().jsonName());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void ids(JsonGenerator json, GroupMember member) throws IOException {
    json.writeNumberField("node_id", member.node().asLong());
    json.writeNumberField("process_id", member.processId());
  }
}
