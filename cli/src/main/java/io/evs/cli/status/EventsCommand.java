package io.evs.cli.status;

import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.ring.NodeOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.history.EventHistory;
import io.evs.history.NodeEvent;
import io.evs.ipc.EvsClient;
import io.evs.ipc.NodeOperations;
import io.evs.node.status.EventPage;
import io.evs.text.PlainText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs events}. */
@Command(
    name = "events",
    header = "Print what has become of the running node and its ring.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs events                     the last changes of members, keys and clients",
      "  evs events --follow --last 0   those to come, until interrupted",
      "  evs events --last 100 --json   an object on each line",
      ""
    },
    description = {
      "Each change of members says who came, who went and why, as far as this node can know it, and"
          + " for how long no ring worked. What goes on is told when it begins and when it is over."
          + " Events of earlier starts of the node are kept in its state_dir, 1000 at most."
    })
public final class EventsCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 300;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final CommandContext context;

  @Mixin private NodeOptions node;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with those to come, until interrupted.")
  private boolean follow;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many, at most 1000 (default: 20).")
  private int last;

  EventsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Options.require(
        last >= 0 && last <= EventHistory.EVENTS_MAX,
        "--last",
        last,
        "0 to " + EventHistory.EVENTS_MAX);
    try (EvsClient client = node.connect(context, "evs events")) {
      EventPage page = NodeOperations.events(client, 0, last);
      print(page);
      while (follow && isRead()) {
        page = NodeOperations.events(client, page.last(), EventHistory.EVENTS_MAX);
        print(page);
      }
    }
    return ExitCode.OK;
  }

  /** Waits until it is time to look again; false if nobody reads what is printed. */
  private boolean isRead() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !context.terminal().out().checkError();
  }

  private void print(EventPage page) {
    if (page.leftOut() > 0) {
      node.common().remark(context, "evs: " + page.leftOut() + " events are kept no more");
    }
    for (NodeEvent each : page.events()) {
      if (node.common().json()) {
        Json.println(context.terminal().out(), Json.document("events", each::write));
      } else {
        Text.println(context.terminal().out(), line(each));
      }
    }
  }

  static String line(NodeEvent event) {
    return String.format(
        "%s  %-12s %s", TIME.format(event.at()), PlainText.of(event.event()), event.text());
  }
}
