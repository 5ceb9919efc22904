package io.evs.cli.status;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.CommonOptions;
import io.evs.cli.ExitCode;
import io.evs.cli.Options;
import io.evs.cli.Text;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.IpcConfigs;
import io.evs.ipc.EvsClient;
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
  EvsMember connect(Cli cli) {
    Options.duration("--wait", wait);
    Settings settings =
        common.settings(cli, socket == null ? Map.of() : Map.of("ipc.socket", socket));
    Map<String, String> environment = cli.terminal().environment();
    try {
      return EvsClient.connect(IpcConfigs.socket(settings, environment), "evs status");
    } catch (EvsException refused) {
      boolean absent = refused.code() == EvsException.Code.TRY_AGAIN;
      if (!absent || EvsClient.removed(IpcConfigs.socket(settings, environment)).isPresent()) {
        throw refused;
      }
      throw new CliException(
          ExitCode.UNREACHABLE,
          "no evs node serves " + IpcConfigs.lookedAt(settings, environment),
          IpcConfigs.remark(settings, environment).map(text -> text + "; ").orElse("")
              + "start one with "
              + IpcConfigs.startCommand(settings),
          refused);
    }
  }

  /** Asks all members. */
  RingStatus ask(EvsMember source) {
    return source.statusOfAll(Options.duration("--wait", wait));
  }

  /** Who did not answer and why, as a field. */
  static void silent(com.fasterxml.jackson.core.JsonGenerator json, RingStatus answers)
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
