package io.evs.node.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.flight.Cause;
import io.evs.history.EventHistory;
import io.evs.history.NodeEvent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some events of a node, as its clients get them.
 *
 * @param last number of the last event there is; 0 if there is none
 * @param leftOut how many of those asked for are kept no more
 * @param events those that are kept, oldest first
 */
public record EventPage(long last, long leftOut, List<NodeEvent> events) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Copies the list. */
  public EventPage {
    events = List.copyOf(events);
  }

  /**
   * Reads what {@link EventHistory#page} wrote.
   *
   * @throws IOException with one sentence if it is nothing like that
   */
  public static EventPage read(String document) throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      JsonTree page = JsonTree.read(parser);
      List<NodeEvent> events = new ArrayList<>();
      for (JsonTree each : page.trees("events")) {
        events.add(event(each));
      }
      return new EventPage(page.number("last"), page.number("left_out"), events);
    } catch (JsonProcessingException
        | IllegalArgumentException
        | DateTimeException
        | EvsException wrong) {
      throw new IOException("the node's events cannot be read", wrong);
    }
  }

  private static NodeEvent event(JsonTree event) throws IOException {
    return new NodeEvent(
        Instant.parse(event.text("at")),
        event.text("event"),
        event.text("text"),
        event.has("ring") ? Optional.of(change(event)) : Optional.empty());
  }

  private static NodeEvent.Change change(JsonTree event) throws IOException {
    JsonTree ring = event.tree("ring");
    List<NodeEvent.Left> left = new ArrayList<>();
    for (JsonTree each : event.trees("left")) {
      left.add(new NodeEvent.Left(NodeId.of(each.number("node_id")), each.text("reason")));
    }
    return new NodeEvent.Change(
        new RingId(NodeId.of(ring.number("representative")).value(), ring.number("sequence")),
        nodes(event, "members"),
        nodes(event, "joined"),
        left,
        cause(event.text("cause")),
        event.number("took_ms"),
        event.has("primary") ? Optional.of(event.isTrue("primary")) : Optional.empty());
  }

  /** UNKNOWN for the word of another version. */
  private static Cause cause(String key) {
    for (Cause each : Cause.values()) {
      if (each.key().equals(key)) {
        return each;
      }
    }
    return Cause.UNKNOWN;
  }

  private static List<NodeId> nodes(JsonTree event, String name) throws IOException {
    return event.numbers(name).stream().map(NodeId::of).toList();
  }
}
