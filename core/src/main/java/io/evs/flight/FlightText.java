package io.evs.flight;

import io.evs.text.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@link FlightLog} as text: a line for each property of the node, then a line for each event,
 * {@code time kind node a b c} and its lists. What is read is of others: everything is bounded, and
 * texts are cleaned.
 */
public final class FlightText {
  /** The longest text that is written, in characters; all of them are ASCII but in names. */
  public static final int WRITTEN_MAX = 240 << 10;

  private static final int READ_MAX = 1 << 20;
  private static final int LINES_MAX = 1 << 15;
  private static final int IDS_MAX = 512;
  private static final int SETTINGS_MAX = 256;
  private static final int TEXT_MAX = 256;
  private static final String MAGIC = "evs-flight 1";
  private static final String EVENTS = "events";

  private FlightText() {}

  /** The text; the oldest events are left out if it would be too long. */
  public static String write(FlightLog log) {
    FlightLog.Source source = log.source();
    StringBuilder head = new StringBuilder(MAGIC).append('\n');
    line(head, "node", Integer.toUnsignedString(source.node()));
    line(head, "name", source.name());
    line(head, "ring", source.ringName());
    line(head, "incarnation", String.valueOf(source.incarnation()));
    line(head, "token", String.valueOf(source.tokenNanos()));
    line(head, "consensus", String.valueOf(source.consensusNanos()));
    line(head, "clock", log.wallMillis() + " " + log.atNanos());
    source.settings().forEach((name, value) -> line(head, "set " + name, value));
    head.append(EVENTS).append('\n');
    List<String> lines = new ArrayList<>();
    int left = WRITTEN_MAX - head.length();
    for (int i = log.events().size() - 1; i >= 0; i--) {
      String line = line(log.events().get(i));
      left -= line.length();
      if (left < 0) {
        break;
      }
      lines.add(line);
    }
    for (int i = lines.size() - 1; i >= 0; i--) {
      head.append(lines.get(i));
    }
    return head.toString();
  }

  private static void line(StringBuilder to, String name, String value) {
    String clean = PlainText.of(value);
    to.append(name).append(' ').append(clean, 0, Math.min(clean.length(), TEXT_MAX)).append('\n');
  }

  private static String line(FlightEvent event) {
    StringBuilder line = new StringBuilder(64);
    line.append(event.at()).append(' ').append(event.kind()).append(' ');
    line.append(Integer.toUnsignedString(event.node())).append(' ');
    line.append(event.a()).append(' ').append(event.b()).append(' ').append(event.c());
    event
        .lists()
        .forEach(
            (which, ids) ->
                line.append(' ')
                    .append(which.letter())
                    .append('=')
                    .append(
                        Arrays.stream(ids)
                            .mapToObj(Integer::toUnsignedString)
                            .collect(Collectors.joining(","))));
    return line.append('\n').toString();
  }

  /**
   * Reads it.
   *
   * @throws IOException with what is wrong, if this is nothing that {@link #write} wrote
   */
  public static FlightLog read(String text) throws IOException {
    if (text.length() > READ_MAX || !text.startsWith(MAGIC + "\n")) {
      throw new IOException("it is no flight recorder of evs");
    }
    try {
      return new Reader(text.split("\n", LINES_MAX)).log();
    } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw new IOException("the flight recorder is damaged or of a later version", damaged);
    }
  }

  private static final class Reader {
    private final String[] lines;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    Reader(String[] lines) {
      this.lines = lines;
    }

    FlightLog log() {
      int at = 1;
      while (!lines[at].equals(EVENTS)) {
        property(lines[at++]);
      }
      List<FlightEvent> events = new ArrayList<>();
      for (at++; at < lines.length && !lines[at].isEmpty(); at++) {
        events.add(event(lines[at].split(" ")));
      }
      String[] clock = given("clock").split(" ");
      FlightLog.Source source =
          new FlightLog.Source(
              Integer.parseUnsignedInt(given("node")),
              given("name"),
              given("ring"),
              Long.parseLong(given("incarnation")),
              Long.parseLong(given("token")),
              Long.parseLong(given("consensus")),
              Map.copyOf(settings));
      return new FlightLog(source, Long.parseLong(clock[0]), Long.parseLong(clock[1]), events);
    }

    private String given(String name) {
      String value = properties.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no " + name);
      }
      return value;
    }

    private void property(String line) {
      int space = line.indexOf(' ');
      String name = space < 0 ? line : line.substring(0, space);
      String value = space < 0 ? "" : line.substring(space + 1);
      if (name.equals("set") && settings.size() < SETTINGS_MAX) {
        int second = value.indexOf(' ');
        settings.put(
            clean(second < 0 ? value : value.substring(0, second)),
            clean(second < 0 ? "" : value.substring(second + 1)));
      } else {
        properties.put(name, clean(value));
      }
    }

    private static String clean(String text) {
      return PlainText.of(text.substring(0, Math.min(text.length(), TEXT_MAX)));
    }

    private static FlightEvent event(String[] words) {
      Map<FlightList, int[]> lists = new EnumMap<>(FlightList.class);
      for (int i = 6; i < words.length; i++) {
        lists.put(which(words[i].charAt(0)), ids(words[i].substring(2)));
      }
      return new FlightEvent(
          Long.parseLong(words[0]),
          FlightKind.valueOf(words[1]),
          Integer.parseUnsignedInt(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]),
          Long.parseLong(words[5]),
          lists);
    }

    private static FlightList which(char letter) {
      for (FlightList each : FlightList.values()) {
        if (each.letter() == letter) {
          return each;
        }
      }
      throw new IllegalArgumentException("no list " + letter);
    }

    private static int[] ids(String text) {
      return Arrays.stream(text.split(",", IDS_MAX))
          .filter(each -> !each.isEmpty())
          .mapToInt(Integer::parseUnsignedInt)
          .toArray();
    }
  }
}
