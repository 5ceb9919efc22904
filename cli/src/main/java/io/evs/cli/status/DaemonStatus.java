package io.evs.cli.status;

import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.config.Settings;
import java.nio.file.Path;

/** The node that serves this machine's clients. */
final class DaemonStatus {
  private DaemonStatus() {}

  static StatusSource connect(Cli cli, Settings settings) {
    Path socket = settings.path("ipc.socket").orElse(Path.of("/run/evs/evs.sock"));
    throw new CliException(
        ExitCode.UNREACHABLE, "no evs node serves " + socket, "start one with `evs node`");
  }
}
