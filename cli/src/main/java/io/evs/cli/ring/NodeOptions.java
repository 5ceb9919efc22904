package io.evs.cli.ring;

import io.evs.EvsException;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.ipc.EvsClient;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that ask the running node of this machine, and need one. */
public final class NodeOptions {
  @Mixin private CommonOptions common;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "Socket of the node (default: ipc.socket of the configuration).")
  private String socket;

  /** Those of every command. */
  public CommonOptions common() {
    return common;
  }

  /** As below, with nothing else to do. */
  public EvsClient connect(CommandContext context, String command) {
    return connect(context, command, "");
  }

  /**
   * Connects to the node that serves this machine.
   *
   * @param command whose client this is, for the node's log
   * @param otherwise what else can be done if there is no node, behind how to start one
   * @throws CliException UNREACHABLE, with how to start one, if there is none
   */
  public EvsClient connect(CommandContext context, String command, String otherwise) {
    Settings settings =
        common.settings(context, socket == null ? Map.of() : Map.of("ipc.socket", socket));
    Map<String, String> environment = context.terminal().environment();
    try {
      return EvsClient.connect(IpcConfigs.socket(settings, environment), command);
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
              + IpcConfigs.startCommand(settings)
              + otherwise,
          refused);
    }
  }
}
