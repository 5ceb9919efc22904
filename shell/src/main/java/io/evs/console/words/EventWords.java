package io.evs.console.words;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.text.PlainText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Events of a handle in one line each. */
public final class EventWords {
  private EventWords() {}

  /** A configuration change, with the ids of rings. */
  public static String configuration(ConfigurationChange change) {
    return configuration(change, RingId::toString);
  }

  /** A configuration change, with short words for rings. */
  static String configuration(ConfigurationChange change, Function<RingId, String> rings) {
    if (change.kind() == ConfigurationChange.Kind.TRANSITIONAL) {
      String next = change.next().map(rings).orElse("?");
      return "ring "
          + rings.apply(change.ring())
          + " ends; to ring "
          + next
          + " with "
          + nodes(change.members())
          + note("left ", nodes(change.left()));
    }
    return "ring "
        + rings.apply(change.ring())
        + ": members "
        + nodes(change.members())
        + note("joined ", nodes(change.joined()))
        + change.primary().map(each -> each ? "; primary" : "; not primary").orElse("");
  }

  /** A change of a group. */
  public static String group(GroupChange change) {
    String members = members(change.members());
    return PlainText.of(change.group().name())
        + ": "
        + (members.isEmpty() ? "nobody" : members)
        + note("joined ", changes(change.joined()))
        + note("left ", changes(change.left()));
  }

  /** A message: its groups, its sender, and its text, or its size if it is not text. */
  public static String message(Delivery delivery) {
    String groups =
        delivery.groups().stream()
            .map(group -> PlainText.of(group.name()))
            .collect(Collectors.joining(","));
    return "[" + groups + "] " + delivery.sender() + ": " + payload(delivery.payload());
  }

  /** A payload as one line without control characters. */
  public static String payload(byte[] payload) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      return PlainText.of(text);
    } catch (CharacterCodingException noText) {
      return "(" + payload.length + " bytes)";
    }
  }

  /** Processes, separated by commas. */
  public static String members(List<GroupMember> members) {
    return members.stream().map(GroupMember::toString).collect(Collectors.joining(", "));
  }

  private static String note(String word, String what) {
    return what.isEmpty() ? "" : " (" + word + what + ")";
  }

  private static String nodes(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::toString).collect(Collectors.joining(", "));
  }

  private static String changes(List<GroupChange.Change> changes) {
    return changes.stream()
        .map(change -> change.member() + ": " + change.reason().jsonName())
        .collect(Collectors.joining(", "));
  }
}
