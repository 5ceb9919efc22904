package io.evs.cli.group;

import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs group send}. */
@Command(
    name = "send",
    header = "Send to groups, joined or not; returns when it is delivered.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs group send chat 'good morning'",
      "  evs group send chat news - < message.txt",
      "  tail -f log | evs group send chat --lines",
      ""
    },
    description = {
      "The last of several arguments is the message; - or no message reads standard input."
    })
final class SendCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private GroupOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "Groups, then the message or - (with --lines: groups only).")
  private List<String> words;

  @Option(names = "--lines", description = "Send each line of standard input as a message.")
  private boolean lines;

  @Option(
      names = "--guarantee",
      paramLabel = "G",
      defaultValue = "agreed",
      description = "agreed or safe (default: agreed).")
  private String guarantee;

  private long messages;
  private long bytes;

  SendCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    boolean lastIsMessage = !lines && words.size() > 1;
    List<String> names = lastIsMessage ? words.subList(0, words.size() - 1) : words;
    List<Group> groups = GroupOptions.groups(names);
    Guarantee given = options.guarantee(cli, guarantee);
    String last = words.get(words.size() - 1);
    Optional<byte[]> message =
        lines
            ? Optional.empty()
            : Optional.of(
                lastIsMessage && !last.equals("-")
                    ? last.getBytes(StandardCharsets.UTF_8)
                    : readAll());
    message.ifPresent(SendCommand::checkLength);
    try (GroupSession session = options.open(cli, new EvsListener() {})) {
      if (!session.awaitOthers(options.settle())) {
        options.common().remark(cli, "evs: no other member was found; this one is alone");
      }
      if (message.isPresent()) {
        send(session, groups, given, message.get());
      } else {
        sendLines(session, groups, given);
      }
      session.awaitOwn(given);
    }
    if (options.common().json()) {
      Json.println(cli.terminal().out(), document(names));
    }
    return ExitCode.OK;
  }

  private void send(GroupSession session, List<Group> groups, Guarantee given, byte[] message) {
    session.handle().multicast(given, groups, message);
    messages++;
    bytes += message.length;
  }

  private void sendLines(GroupSession session, List<Group> groups, Guarantee given) {
    Lines input = new Lines(cli.terminal().in());
    try {
      for (Optional<byte[]> line = input.next(); line.isPresent(); line = input.next()) {
        if (input.wasTooLong()) {
          throw tooLong("a line");
        }
        send(session, groups, given, line.get());
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "standard input cannot be read: " + e.getMessage(), "", e);
    }
  }

  private byte[] readAll() {
    try {
      return cli.terminal().in().readNBytes(Evs.MESSAGE_MAX_BYTES + 1);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "standard input cannot be read: " + e.getMessage(), "", e);
    }
  }

  private static void checkLength(byte[] message) {
    if (message.length > Evs.MESSAGE_MAX_BYTES) {
      throw tooLong("the message");
    }
  }

  private static CliException tooLong(String what) {
    return CliException.usage(what + " is longer than 1 MiB (" + Evs.MESSAGE_MAX_BYTES + " bytes)");
  }

  private String document(List<String> names) {
    return Json.document(
        "group send",
        json -> {
          json.writeArrayFieldStart("groups");
          for (String name : names) {
            json.writeString(name);
          }
          json.writeEndArray();
          json.writeNumberField("messages", messages);
          json.writeNumberField("payload_bytes", bytes);
        });
  }
}
