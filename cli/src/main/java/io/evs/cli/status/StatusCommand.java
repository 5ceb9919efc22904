package io.evs.cli.status;

import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.ring.WaitOptions;
import io.evs.cli.terminal.Json;
import io.evs.node.status.StatusJson;
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
      "  evs status --watch             again every 2 s, until interrupted",
      "  evs status --json",
      "  evs status --wait-for quorum   once the ring is primary",
      ""
    },
    description = {
      "Asks the evs node that serves this machine, and begins with what is wrong. Times are those of the last half to whole"
          + " minute; counters count from the node's start."
    })
public final class StatusCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private StatusOptions options;
  @Mixin private Repetition repetition;
  @Mixin private WaitOptions waiting;

  @Option(names = "--counters", description = "Print every counter with its meaning.")
  private boolean counters;

  StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    waiting.check(text -> options.common().remark(context, text));
    try (EvsMember source = options.connect(context, "evs status")) {
      waiting.await(source);
      repetition.run(context, options.common(), () -> print(source));
    }
    return ExitCode.OK;
  }

  private void print(EvsMember source) {
    NodeStatus status = source.status();
    if (options.all()) {
      all(status, options.ask(source));
    } else if (options.common().json()) {
      Json.println(context.terminal().out(), StatusJson.write(status));
    } else {
      StatusText text = options.text(context);
      StatusOptions.print(context, counters ? text.counters(status) : text.node(status));
    }
  }

  private void all(NodeStatus here, RingStatus answers) {
    if (!options.common().json()) {
      StatusOptions.print(context, options.text(context).all(answers, here));
      return;
    }
    Json.println(
        context.terminal().out(),
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
