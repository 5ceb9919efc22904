package io.evs.cli.status;

import io.evs.EvsException;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.IpcConfigs;
import io.evs.ipc.EvsClient;
import io.evs.node.NodeStatus;
import io.evs.node.StatusJson;
import io.evs.node.StatusQuery;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The node that serves this machine's clients. */
final class DaemonStatus implements StatusSource {
  private final EvsClient client;

  private DaemonStatus(EvsClient client) {
    this.client = client;
  }

  static StatusSource connect(Cli cli, Settings settings) {
    Map<String, String> environment = cli.terminal().environment();
    Path socket = IpcConfigs.socket(settings, environment);
    try {
      return new DaemonStatus(EvsClient.connect(socket, "evs status"));
    } catch (EvsException refused) {
      if (refused.code() != EvsException.Code.TRY_AGAIN) {
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

  @Override
  public NodeStatus status() {
    try {
      return StatusJson.read(client.status());
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  @Override
  public StatusQuery.Answers askAll(Duration patience) {
    try {
      return StatusJson.readAll(client.statusAll(patience));
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  private static EvsException unreadable(IOException wrong) {
    return new EvsException(EvsException.Code.LIBRARY, Causes.of(wrong), wrong);
  }

  @Override
  public void close() {
    client.close();
  }
}
