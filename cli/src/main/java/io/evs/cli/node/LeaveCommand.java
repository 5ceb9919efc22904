package io.evs.cli.node;

import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.ring.NodeOptions;
import io.evs.cli.terminal.Json;
import io.evs.ipc.EvsClient;
import io.evs.ipc.NodeOperations;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs leave}. */
@Command(
    name = "leave",
    header = "Make the running node leave its ring and end.",
    footerHeading = "Examples:%n",
    footer = {"  evs leave", "  evs leave --config /etc/evs/evs.yaml --timeout 1m", ""},
    description = {
      "For root, the user of the node, and those of ipc.admin_uids. The others go on without a"
          + " time-out, as after SIGTERM. The node ends with status 0: systemd starts it again with"
          + " Restart=always only."
    })
public final class LeaveCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private NodeOptions node;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      defaultValue = "30s",
      description = "How long the end of its process is waited for (default: 30s).")
  private String timeout;

  LeaveCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Duration limit = Options.duration("--timeout", timeout);
    try (EvsClient client = node.connect(context, "evs leave")) {
      long id = client.id().asLong();
      String name = client.name();
      String ring = client.ringName();
      NodeOperations.leave(client, limit);
      if (node.common().json()) {
        Json.println(
            context.terminal().out(),
            Json.document(
                "leave",
                json -> {
                  json.writeNumberField("node_id", id);
                  json.writeStringField("name", name);
                  json.writeStringField("ring", ring);
                }));
      } else {
        node.common().remark(context, "node " + id + " (" + name + ") has left ring " + ring);
      }
    }
    return ExitCode.OK;
  }
}
