package io.evs.cli.group;

import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
      "  evs group send chat good morning",
      "  evs group send chat --to news - < message.txt",
      "  evs group send --require 2 orders 'item 17'",
      "  tail -f log | evs group send chat --lines",
      ""
    },
    description = {
      "The words after the group are the message, joined by blanks; - or no word reads standard "
          + "input. Says how many other handles were in the groups at the message's place in the "
          + "order; with --lines, the fewest that any of the messages had."
    })
final class SendCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private GroupOptions options;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "A group, 1 to 32 bytes; it need not be joined.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "MESSAGE",
      description = "The message, or - for standard input.")
  private List<String> words = List.of();

  @Option(
      names = "--to",
      paramLabel = "NAME",
      description = "Another group to send to; may be given several times.")
  private List<String> others = List.of();

  @Option(
      names = "--require",
      paramLabel = "N",
      description = "End with 1 if fewer than N other handles were in the groups.")
  private long required;

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
  private long receivers;
  private final DeliveryTally tally = new DeliveryTally();

  SendCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (required < 0) {
      throw CliException.usage("option --require: " + required + " is negative");
    }
    if (lines && !words.isEmpty()) {
      throw CliException.usage(
          "with --lines the messages come from standard input; name further groups with --to");
    }
    List<String> names = new ArrayList<>(List.of(name));
    names.addAll(others);
    List<Group> groups = GroupOptions.groups(names);
    Guarantee given = options.guarantee(context, guarantee);
    boolean isInput = words.isEmpty() || words.equals(List.of("-"));
    if (isInput) {
      options.hintAtInput(context);
    }
    Optional<byte[]> message =
        lines
            ? Optional.empty()
            : Optional.of(
                isInput ? readAll() : String.join(" ", words).getBytes(StandardCharsets.UTF_8));
    message.ifPresent(SendCommand::checkLength);
    try (GroupSession session = options.open(context, new EvsListener() {})) {
      if (!session.awaitOthers(options.settle())) {
        options.common().remark(context, "evs: no other member was found; this one is alone");
      }
      if (message.isPresent()) {
        send(session, groups, given, message.get());
      } else {
        sendLines(session, groups, given);
      }
      receivers = session.answer(tally.end());
    }
    if (options.common().json()) {
      Json.println(context.terminal().out(), document(names));
    } else if (receivers == 0) {
      options.common().remark(context, "evs: delivered, but nobody else was in " + listed(names));
    } else {
      options.common().remark(context, "evs: delivered to " + receivers + " in " + listed(names));
    }
    if (receivers < required) {
      throw new CliException(
          ExitCode.NOT_SO,
          "only "
              + receivers
              + " of "
              + required
              + " that --require asks for were in "
              + listed(names),
          "");
    }
    return ExitCode.OK;
  }

  private static String listed(List<String> names) {
    return String.join(", ", names);
  }

  private void send(GroupSession session, List<Group> groups, Guarantee given, byte[] message) {
    tally.add(session.handle().send(given, groups, message));
    messages++;
    bytes += message.length;
  }

  private void sendLines(GroupSession session, List<Group> groups, Guarantee given) {
    Lines input = new Lines(context.terminal().in());
    try {
      for (Optional<byte[]> line = input.next(); line.isPresent(); line = input.next()) {
        if (input.wasTooLong()) {
          throw tooLong("a line");
        }
        send(session, groups, given, line.get());
      }
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "standard input cannot be read: " + Causes.of(e), "", e);
    }
  }

  private byte[] readAll() {
    try {
      return context.terminal().in().readNBytes(Evs.MESSAGE_MAX_BYTES + 1);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "standard input cannot be read: " + Causes.of(e), "", e);
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
          json.writeNumberField("receivers", receivers);
        });
  }
}
