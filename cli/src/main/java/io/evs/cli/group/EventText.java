package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.GroupChange;
import io.evs.NodeStatus;
import io.evs.console.words.EventWords;
import io.evs.console.words.RingWords;
import io.evs.text.PlainText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Events as lines for people. Lines that are no messages begin with two dashes. */
final class EventText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String DIM = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final boolean color;
  private final boolean nameGroups;
  private final Optional<Supplier<Instant>> clock;
  private final RingWords words = new RingWords();

  /**
   * Lines.
   *
   * @param color whether to use colour
   * @param nameGroups whether messages name their groups
   * @param clock when an event is printed, where lines are to begin with that
   */
  EventText(boolean color, boolean nameGroups, Optional<Supplier<Instant>> clock) {
    this.color = color;
    this.nameGroups = nameGroups;
    this.clock = clock;
  }

  /** A time in UTC, to the millisecond, and always as long. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  private String stamp() {
    return clock.map(each -> time(each.get()) + " ").orElse("");
  }

  /** What is told from now on is told by a handle that is opened behind this status. */
  void begin(NodeStatus status) {
    words.begin(status);
  }

  String configuration(ConfigurationChange change) {
    return aside(words.line(change));
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
    return stamp()
        + groups
        + (color ? BOLD + sender + RESET : sender)
        + " "
        + PayloadText.forPeople(delivery.payload());
  }

  private String aside(String text) {
    String line = stamp() + "-- " + text;
    return color ? DIM + line + RESET : line;
  }
}
