package io.evs.cli.status;

import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.ring.NodeOptions;
import io.evs.cli.terminal.Text;
import io.evs.ipc.EvsClient;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that ask a running node have in common. */
final class StatusOptions {
  @Mixin private NodeOptions node;

  @Option(names = "--all", description = "Ask every member of the ring that runs an evs node.")
  private boolean all;

  @Option(
      names = "--wait",
      paramLabel = "D",
      defaultValue = "2s",
      description = "How long --all waits for answers (default: 2s).")
  private String wait;

  CommonOptions common() {
    return node.common();
  }

  boolean all() {
    return all;
  }

  StatusText text(CommandContext context) {
    return new StatusText(common().colored(context.terminal()));
  }

  /** Connects to the node that serves this machine. */
  EvsClient connect(CommandContext context, String command) {
    Options.duration("--wait", wait);
    return node.connect(context, command);
  }

  /** Asks all members. */
  RingStatus ask(EvsMember source) {
    return source.statusOfAll(Options.duration("--wait", wait));
  }

  /** Who did not answer and why, as a field. */
  static void silent(com.fasterxml.jackson.core.JsonGenerator json, RingStatus answers)
      throws IOException {
    json.writeArrayFieldStart("silent");
    for (NodeId each : answers.members()) {
      if (!answers.statuses().containsKey(each)) {
        json.writeStartObject();
        json.writeNumberField("id", each.asLong());
        json.writeStringField("reason", StatusText.silence(answers.late().contains(each)));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  static void print(CommandContext context, List<String> lines) {
    lines.forEach(line -> Text.printStyled(context.terminal().out(), line));
  }

  /** A status as it is told to people who ask for its state in one word. */
  static String state(NodeStatus status) {
    return status.state().toLowerCase(Locale.ROOT);
  }
}
