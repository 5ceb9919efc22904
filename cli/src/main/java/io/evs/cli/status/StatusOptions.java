package io.evs.cli.status;

import io.evs.cli.Cli;
import io.evs.cli.CommonOptions;
import io.evs.cli.Options;
import io.evs.cli.Text;
import io.evs.node.NodeStatus;
import io.evs.node.StatusQuery;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that ask a running node have in common. */
final class StatusOptions {
  @Mixin private CommonOptions common;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "Socket of the node (default: ipc.socket of the configuration).")
  private String socket;

  @Option(names = "--all", description = "Ask every member of the ring that runs an evs node.")
  private boolean all;

  @Option(
      names = "--wait",
      paramLabel = "D",
      defaultValue = "2s",
      description = "How long --all waits for answers (default: 2s).")
  private String wait;

  CommonOptions common() {
    return common;
  }

  boolean all() {
    return all;
  }

  StatusText text(Cli cli) {
    return new StatusText(common.colored(cli.terminal()));
  }

  /** Connects to the node that serves this machine. */
  StatusSource connect(Cli cli) {
    Options.duration("--wait", wait);
    return DaemonStatus.connect(
        cli, common.settings(cli, socket == null ? Map.of() : Map.of("ipc.socket", socket)));
  }

  /** Asks all members. */
  StatusQuery.Answers ask(StatusSource source) {
    return source.askAll(Options.duration("--wait", wait));
  }

  /** Who did not answer and why, as a field. */
  static void silent(com.fasterxml.jackson.core.JsonGenerator json, StatusQuery.Answers answers)
      throws java.io.IOException {
    json.writeArrayFieldStart("silent");
    for (io.evs.NodeId each : answers.members()) {
      if (!answers.statuses().containsKey(each)) {
        json.writeStartObject();
        json.writeNumberField("id", each.asLong());
        json.writeStringField("reason", StatusText.silence(answers.late().contains(each)));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  static void print(Cli cli, List<String> lines) {
    lines.forEach(line -> Text.printStyled(cli.terminal().out(), line));
  }

  /** A status as it is told to people who ask for its state in one word. */
  static String state(NodeStatus status) {
    return status.state().toLowerCase(java.util.Locale.ROOT);
  }
}
