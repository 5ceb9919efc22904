package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.GroupChange;
import io.evs.console.EventWords;
import io.evs.text.PlainText;
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
    return aside(EventWords.configuration(change));
  }

  String membership(GroupChange change) {
    return aside(EventWords.group(change));
  }

  String message(Delivery delivery) {
    String groups =
        nameGroups
            ? delivery.groups().stream()
                .map(group -> PlainText.of(group.name()))
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
}
