package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.util.List;
import java.util.stream.Collectors;

/** Events as lines for people. Lines that are no messages begin with two dashes. */
final class EventText {
  private static final String DIM = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final boolean color;
  private final boolean nameGroups;

  /**
   * Lines.
   *
   * @param color whether to use colour
   * @param nameGroups whether messages name their groups
   */
  EventText(boolean color, boolean nameGroups) {
    this.color = color;
    this.nameGroups = nameGroups;
  }

  String configuration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.TRANSITIONAL) {
      return aside(
          "ring "
              + change.ring()
              + " ends; to ring "
              + change.next().map(RingId::toString).orElse("?")
              + " with "
              + nodes(change.members())
              + note("left ", nodes(change.left())));
    }
    return aside(
        "ring "
            + change.ring()
            + ": members "
            + nodes(change.members())
            + note("joined ", nodes(change.joined())));
  }

  String membership(GroupChange change) {
    String members =
        change.members().stream().map(GroupMember::toString).collect(Collectors.joining(", "));
    return aside(
        change.group()
            + ": "
            + (members.isEmpty() ? "nobody" : members)
            + note("joined ", changes(change.joined()))
            + note("left ", changes(change.left())));
  }

  String message(Delivery delivery) {
    String groups =
        nameGroups
            ? delivery.groups().stream()
                .map(Group::name)
                .collect(Collectors.joining(",", "[", "] "))
            : "";
    String sender = delivery.sender() + ":";
    return groups
        + (color ? BOLD + sender + RESET : sender)
        + " "
        + PayloadText.forPeople(delivery.payload());
  }

  private String aside(String text) {
    return color ? DIM + "-- " + text + RESET : "-- " + text;
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
