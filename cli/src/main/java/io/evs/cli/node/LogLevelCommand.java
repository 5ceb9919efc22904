package io.evs.cli.node;

import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Logging;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.ring.NodeOptions;
import io.evs.cli.terminal.Json;
import io.evs.ipc.EvsClient;
import io.evs.ipc.NodeOperations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evs log-level}. */
@Command(
    name = "log-level",
    header = "Change how much the running node logs.",
    footerHeading = "Examples:%n",
    footer = {"  evs log-level debug", "  evs log-level info", ""},
    description = {
      "For root, the user of the node, and those of ipc.admin_uids. Holds until the node ends, or"
          + " reads log.level of its configuration again (SIGHUP)."
    })
public final class LogLevelCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private NodeOptions node;

  @Parameters(paramLabel = "LEVEL", description = "error, warn, info, debug or trace.")
  private String level;

  LogLevelCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Options.require(
        Logging.LEVELS.contains(level), "LEVEL", level, String.join(", ", Logging.LEVELS));
    try (EvsClient client = node.connect(context, "evs log-level")) {
      NodeOperations.logLevel(client, level);
      if (node.common().json()) {
        Json.println(
            context.terminal().out(),
            Json.document("log-level", json -> json.writeStringField("level", level)));
      } else {
        node.common().remark(context, "node " + client.id() + " logs from level " + level + " on");
      }
    }
    return ExitCode.OK;
  }
}
