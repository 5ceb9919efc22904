package io.evs.cli.status;

import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.cli.Cli;
import io.evs.cli.ExitCode;
import io.evs.cli.Json;
import io.evs.node.StatusJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs status}. */
@Command(
    name = "status",
    header = "Print what the running node knows of itself and its ring.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs status                     ring, token, queues and members of this machine's node",
      "  evs status --all               one line for each member of the ring",
      "  evs status --counters          every counter with its meaning",
      "  evs status --json",
      ""
    },
    description = {
      "Asks the evs node that serves this machine. Times are those of the last half to whole"
          + " minute; counters count from the node's start."
    })
public final class StatusCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private StatusOptions options;

  @Option(names = "--counters", description = "Print every counter with its meaning.")
  private boolean counters;

  StatusCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    try (EvsMember source = options.connect(cli)) {
      NodeStatus status = source.status();
      if (options.all()) {
        all(status, options.ask(source));
      } else if (options.common().json()) {
        Json.println(cli.terminal().out(), StatusJson.write(status));
      } else {
        StatusText text = options.text(cli);
        StatusOptions.print(cli, counters ? text.counters(status) : text.node(status));
      }
    }
    return ExitCode.OK;
  }

  private void all(NodeStatus here, RingStatus answers) {
    if (!options.common().json()) {
      StatusOptions.print(cli, options.text(cli).all(answers, here));
      return;
    }
    Json.println(
        cli.terminal().out(),
        Json.document(
            "status",
            json -> {
              json.writeArrayFieldStart("nodes");
              for (NodeStatus each : answers.statuses().values()) {
                StatusJson.write(each, json);
              }
              json.writeEndArray();
              StatusOptions.silent(json, answers);
            }));
  }
}
