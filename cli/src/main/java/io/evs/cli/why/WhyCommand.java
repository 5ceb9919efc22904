package io.evs.cli.why;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.flight.FlightLog;
import io.evs.why.Change;
import io.evs.why.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs why}. */
@Command(
    name = "why",
    header = "Say why the ring changed: which member, which link, which timer.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs why                        the last changes, from all members that answer",
      "  evs why --last 1 --json",
      "  evs why dump.zip               after the fact, from an archive of evs dump",
      "  evs why /var/lib/evs           from what a node that ended has kept",
      ""
    },
    description = {
      "Puts the flight recorders of all members together, by ring and not by clock. Each change",
      "is a sentence with the evidence for it. A ring that suffers without changing is told, too.",
      "A member whose recorder is missing can only be judged by what the others saw of it.",
      "Asking members needs the right to administer the node."
    })
public final class WhyCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private FlightOptions options;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many changes are told, 1 to 1000 (default: 5).")
  private int last;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Recorded files, folders of them, or archives of evs dump, instead of members.")
  private List<Path> files;

  WhyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Options.require(last >= 1 && last <= 1000, "--last", last, "1 to 1000");
    List<FlightLog> logs = new ArrayList<>();
    List<NodeId> silent = new ArrayList<>();
    if (files != null && !files.isEmpty()) {
      logs.addAll(RecordedLogs.read(files, this::remark));
    } else {
      ask(logs, silent);
    }
    List<Change> all = Why.explain(logs);
    List<Change> told = all.subList(Math.max(0, all.size() - last), all.size());
    if (options.common().json()) {
      Json.println(
          context.terminal().out(),
          Json.document("why", json -> document(json, told, logs, silent)));
    } else {
      print(told, logs, silent);
    }
    return ExitCode.OK;
  }

  private void ask(List<FlightLog> logs, List<NodeId> silent) {
    try (EvsMember member = options.connect(context, "evs why")) {
      Recorders asked = Recorders.ask(member, options.patience());
      logs.addAll(asked.logs().values());
      silent.addAll(asked.silent());
      asked.obstacle().ifPresent(this::remark);
    }
  }

  private void remark(String line) {
    Text.println(context.terminal().err(), "evs: " + line);
  }

  private void print(List<Change> told, List<FlightLog> logs, List<NodeId> silent) {
    if (told.isEmpty()) {
      print("no change of the ring is recorded");
    }
    for (Change each : told) {
      print(at(each) + "  " + heading(each) + blamed(each));
      print("  " + each.text());
      each.evidence().forEach(line -> print("    - " + line));
    }
    print(
        "recorders of "
            + nodes(logs)
            + (silent.isEmpty() ? "" : "; no answer of " + silent(silent)));
  }

  /** Who cannot be asked is not said to have crashed. */
  private static String heading(Change change) {
    return change.unasked().isEmpty() ? change.cause().key() : "silent";
  }

  private static String at(Change change) {
    return Instant.ofEpochMilli(change.atMillis()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String blamed(Change change) {
    if (change.link().isPresent()) {
      Change.Link link = change.link().get();
      return "  " + unsigned(link.from()) + " to " + unsigned(link.to());
    }
    return change.blamed().isEmpty()
        ? ""
        : "  "
            + change.blamed().stream().map(WhyCommand::unsigned).collect(Collectors.joining(", "));
  }

  private static String unsigned(int node) {
    return Integer.toUnsignedString(node);
  }

  private static String nodes(List<FlightLog> logs) {
    return logs.isEmpty()
        ? "nobody"
        : logs.stream()
            .map(each -> (unsigned(each.source().node()) + " " + each.source().name()).strip())
            .distinct()
            .collect(Collectors.joining(", "));
  }

  private static String silent(List<NodeId> silent) {
    return silent.stream().map(NodeId::toString).collect(Collectors.joining(", "));
  }

  private void print(String line) {
    Text.println(context.terminal().out(), line);
  }

  private static void document(
      JsonGenerator json, List<Change> told, List<FlightLog> logs, List<NodeId> silent)
      throws IOException {
    json.writeArrayFieldStart("changes");
    for (Change each : told) {
      change(json, each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("recorders");
    for (long node :
        logs.stream().mapToLong(each -> each.source().node() & 0xffffffffL).distinct().toArray()) {
      json.writeNumber(node);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("silent");
    for (NodeId each : silent) {
      json.writeNumber(each.asLong());
    }
    json.writeEndArray();
  }

  private static void change(JsonGenerator json, Change change) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("ring");
    json.writeNumberField("representative", Integer.toUnsignedLong(change.ring().representative()));
    json.writeNumberField("sequence", change.ring().sequence());
    json.writeEndObject();
    json.writeStringField("at", Instant.ofEpochMilli(change.atMillis()).toString());
    json.writeStringField("cause", change.cause().key());
    json.writeArrayFieldStart("members_blamed");
    for (int node : change.blamed()) {
      json.writeNumber(Integer.toUnsignedLong(node));
    }
    json.writeEndArray();
    json.writeFieldName("link");
    if (change.link().isPresent()) {
      json.writeStartObject();
      json.writeNumberField("from", Integer.toUnsignedLong(change.link().get().from()));
      json.writeNumberField("to", Integer.toUnsignedLong(change.link().get().to()));
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    json.writeFieldName("pause_ms");
    if (change.pauseMillis().isPresent()) {
      json.writeNumber(change.pauseMillis().getAsLong());
    } else {
      json.writeNull();
    }
    json.writeArrayFieldStart("unasked");
    for (int node : change.unasked()) {
      json.writeNumber(Integer.toUnsignedLong(node));
    }
    json.writeEndArray();
    json.writeStringField("text", change.text());
    json.writeArrayFieldStart("evidence");
    for (String line : change.evidence()) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
