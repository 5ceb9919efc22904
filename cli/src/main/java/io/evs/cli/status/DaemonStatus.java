package io.evs.cli.status;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.IpcConfigs;
import io.evs.ipc.EvsClient;
import io.evs.node.NodeStatus;
import io.evs.node.StatusJson;
import java.io.IOException;
import java.nio.file.Path;

/** The node that serves this machine's clients. */
final class DaemonStatus implements StatusSource {
  private final EvsClient client;

  private DaemonStatus(EvsClient client) {
    this.client = client;
  }

  static StatusSource connect(Cli cli, Settings settings) {
    Path socket = IpcConfigs.socket(settings, cli.terminal().environment());
    try {
      return new DaemonStatus(EvsClient.connect(socket, "evs status"));
    } catch (EvsException refused) {
      if (refused.code() != EvsException.Code.TRY_AGAIN) {
        throw refused;
      }
      throw new CliException(
          ExitCode.UNREACHABLE,
          "no evs node serves " + socket,
          "start one with `evs node`",
          refused);
    }
  }

  @Override
  public NodeStatus status() {
    try {
      return StatusJson.read(client.status());
    } catch (IOException wrong) {
      throw new EvsException(
          EvsException.Code.LIBRARY,
          "the node's status cannot be read: " + wrong.getMessage(),
          wrong);
    }
  }

  @Override
  public Evs open(EvsListener listener) {
    return client.open(listener);
  }

  @Override
  public void close() {
    client.close();
  }
}
