package io.evs.cli.group;

import io.evs.Delivery;
import io.evs.Group;
import io.evs.cli.base.CliException;
import io.evs.text.PlainText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A format that a script gives for messages: letters behind a percent sign are replaced. */
final class MessageFormat {
  /** For the help. */
  static final String HELP =
      "%%g groups, %%s sender, %%n sequence, %%r ring, %%d guarantee, %%l length in bytes, "
          + "%%p payload, %%t time in UTC, \\n, \\t";

  private final String format;
  private final boolean terminal;
  private final Supplier<Instant> clock;

  /**
   * A format.
   *
   * @param terminal whether a terminal shows what comes out, which then is cleaned
   * @param clock when a message is printed
   * @throws CliException with exit 2 if a letter is unknown
   */
  MessageFormat(String format, boolean terminal, Supplier<Instant> clock) {
    this.format = format;
    this.terminal = terminal;
    this.clock = clock;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' || c == '\\') {
        i++;
        String known = c == '%' ? "gsnrdlpt%" : "nt\\";
        if (i == format.length() || known.indexOf(format.charAt(i)) < 0) {
          throw CliException.usage(
              "option --format: \""
                  + format
                  + "\" is not allowed; use %g %s %n %r %d %l %p %t %% \\n \\t");
        }
      }
    }
  }

  /** The bytes to print; away from a terminal the payload stands in them as it came. */
  byte[] apply(Delivery delivery) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%') {
        i++;
        out.writeBytes(field(format.charAt(i), delivery));
      } else if (c == '\\') {
        i++;
        char escaped = format.charAt(i);
        out.write(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : '\\');
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private byte[] field(char letter, Delivery delivery) {
    if (letter == 'p') {
      return terminal
          ? PayloadText.forPeople(delivery.payload()).getBytes(StandardCharsets.UTF_8)
          : delivery.payload();
    }
    String text =
        switch (letter) {
          case 'g' -> delivery.groups().stream().map(Group::name).collect(Collectors.joining(","));
          case 's' -> delivery.sender().toString();
          case 'n' -> Integer.toUnsignedString(delivery.sequence());
          case 'r' -> delivery.ring().toString();
          case 'd' -> delivery.guarantee().name().toLowerCase(Locale.ROOT);
          case 't' -> EventText.time(clock.get());
          case 'l' -> String.valueOf(delivery.payload().length);
          default -> "%";
        };
    return (terminal ? PlainText.of(text) : text).getBytes(StandardCharsets.UTF_8);
  }
}
