package io.evs.cli.why;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightText;
import io.evs.node.status.StatusJson;
import io.evs.text.Causes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evs dump}. */
@Command(
    name = "dump",
    header = "Write one archive for a bug report: what all members recorded.",
    footerHeading = "Examples:%n",
    footer = {"  evs dump dump.zip", "  evs dump - > dump.zip", ""},
    description = {
      "A zip archive with the flight recorder, the status and the effective settings of every",
      "member that answers. There is no key and no message in it, but there are names and",
      "addresses. Read it with evs why dump.zip. Needs the right to administer the node."
    })
public final class DumpCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private FlightOptions options;

  @Parameters(paramLabel = "FILE", description = "Where to write it; - is standard output.")
  private String file;

  DumpCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    boolean standardOutput = file.equals("-");
    Path target = Path.of(file);
    if (!standardOutput && Files.exists(target)) {
      throw CliException.usage(file + " exists already: choose another name, or remove it");
    }
    Map<String, String> entries = new LinkedHashMap<>();
    List<NodeId> silent = collect(entries);
    try {
      byte[] archive = archive(entries);
      if (standardOutput) {
        context.terminal().out().write(archive, 0, archive.length);
        context.terminal().out().flush();
        return ExitCode.OK;
      }
      write(target, archive);
    } catch (IOException failed) {
      throw new CliException(
          ExitCode.NOT_WRITTEN, file + " cannot be written: " + Causes.of(failed), "", failed);
    }
    told(entries.size(), silent);
    return ExitCode.OK;
  }

  private void told(int entries, List<NodeId> silent) {
    if (options.common().json()) {
      Json.println(
          context.terminal().out(),
          Json.document(
              "dump",
              json -> {
                json.writeStringField("file", file);
                json.writeNumberField("entries", entries);
                json.writeArrayFieldStart("silent");
                for (NodeId each : silent) {
                  json.writeNumber(each.asLong());
                }
                json.writeEndArray();
              }));
      return;
    }
    String missing =
        silent.isEmpty()
            ? ""
            : "; no answer of "
                + silent.stream().map(NodeId::toString).collect(Collectors.joining(", "));
    Text.println(context.terminal().out(), file + ": " + entries + " files" + missing);
  }

  private List<NodeId> collect(Map<String, String> entries) {
    try (EvsMember member = options.connect(context, "evs dump")) {
      // What the node itself knows is there also while the ring re-forms.
      NodeStatus here = member.status();
      entries.put("status/" + here.nodeId() + ".json", StatusJson.write(here));
      Recorders answers = Recorders.ask(member, options.patience());
      answers.logs().forEach((node, log) -> entries.put(flight(node), FlightText.write(log)));
      answers
          .obstacle()
          .ifPresentOrElse(
              each -> entries.put("status/error.txt", each + "\n"), () -> others(member, entries));
      answers.logs().forEach((node, log) -> entries.put(settings(node), settings(log)));
      return answers.silent();
    }
  }

  private void others(EvsMember member, Map<String, String> entries) {
    try {
      RingStatus all = member.statusOfAll(options.patience());
      all.statuses()
          .forEach(
              (node, status) -> entries.put("status/" + node + ".json", StatusJson.write(status)));
    } catch (EvsException noAnswer) {
      entries.put("status/error.txt", noAnswer.getMessage() + "\n");
    }
  }

  private static String flight(NodeId node) {
    return "flight/" + node + ".flight";
  }

  private static String settings(NodeId node) {
    return "settings/" + node + ".txt";
  }

  private static String settings(FlightLog log) {
    return log.source().settings().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> each.getKey() + ": " + each.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static byte[] archive(Map<String, String> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** For the user alone, and whole or not at all. */
  private static void write(Path target, byte[] archive) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path fresh =
        Files.createTempFile(
            folder,
            ".dump",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, archive);
      Files.move(fresh, target);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
