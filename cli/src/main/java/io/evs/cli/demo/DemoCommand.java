package io.evs.cli.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evs demo}. */
@Command(
    name = "demo",
    header = "Run a ring of three daemons with clients that talk, to look around in.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs demo                       until Ctrl-C; prints how to look at it from elsewhere",
      "  evs demo --duration 1m --json",
      ""
    },
    description = {
      "Needs no configuration and no rights. The daemons are processes of their own on loopback,"
          + " with a key: kill one and look what happens; it starts again after ten seconds. At the"
          + " end the processes are ended, and their files are removed."
    })
public final class DemoCommand implements Callable<Integer> {
  /** What is worth looking at, in that order; a command that there is not is left out. */
  private static final List<String> LOOKS =
      List.of(
          "status --all",
          "console",
          "group listen demo",
          "group send demo good morning",
          "shell",
          "key list --all",
          "events --follow",
          "why",
          "doctor");

  private final CommandContext context;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Option(names = "--duration", paramLabel = "D", description = "End after D.")
  private String duration;

  DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Duration howLong =
        duration == null ? Duration.ofDays(36_500) : Options.duration("--duration", duration);
    common.logging(context);
    common.remark(context, "evs demo: three nodes start");
    try (DemoRing ring = DemoRing.start()) {
      ring.awaitFormed();
      DemoClients clients = new DemoClients(ring.nodes());
      try {
        if (common.json()) {
          Json.println(
              context.terminal().out(), Json.document("demo", json -> document(json, ring)));
        } else {
          lines(ring).forEach(line -> Text.println(context.terminal().out(), line));
        }
        ring.watch(howLong, news -> common.remark(context, "evs demo: " + news));
      } finally {
        clients.close();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", stop);
    }
    return ExitCode.OK;
  }

  private List<String> lines(DemoRing ring) {
    List<String> lines = new ArrayList<>();
    lines.add("Three nodes are in one ring, and a client of each talks in group demo.");
    for (DemoNode node : ring.nodes()) {
      lines.add("  node " + node.id() + "  process " + node.pid() + "  " + node.config());
    }
    lines.add("Look at it from another terminal:");
    String config = " --config " + ring.nodes().get(0).config();
    for (String look : LOOKS) {
      String command = look.split(" ")[0];
      if (spec.root().subcommands().containsKey(command)) {
        lines.add("  evs " + look + config);
      }
    }
    DemoNode last = ring.nodes().get(ring.nodes().size() - 1);
    lines.add("  kill -9 " + last.pid() + "    a crash of node " + last.id());
    lines.add("Ctrl-C ends the nodes and removes " + ring.folder());
    return lines;
  }

  private static void document(JsonGenerator json, DemoRing ring) throws IOException {
    json.writeStringField("folder", ring.folder().toString());
    json.writeArrayFieldStart("nodes");
    for (DemoNode node : ring.nodes()) {
      json.writeStartObject();
      json.writeNumberField("node_id", node.id());
      json.writeNumberField("pid", node.pid());
      json.writeStringField("config", node.config().toString());
      json.writeStringField("socket", node.socket().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
