package io.evs.cli.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.IpcConfigs;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.doctor.CheckupReport;
import io.evs.doctor.DoctorQuery;
import io.evs.doctor.Finding;
import io.evs.doctor.Findings;
import io.evs.doctor.Preflight;
import io.evs.doctor.TokenProposal;
import io.evs.ipc.EvsClient;
import io.evs.quorum.ListedVotes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs doctor}. */
@Command(
    name = "doctor",
    header = "Find out whether a ring suffers, or would, and what to do.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs doctor                             of the ring that the node here is in",
      "  evs doctor --config /etc/evs/evs.yaml  before the node runs: is all as it should be?",
      "  evs doctor --json",
      ""
    },
    description = {
      "On a running ring every node tries the ways to all others, through the ring's own sockets"
          + " and in its envelope: loss and round trips, packet sizes, multicast; and reports its"
          + " settings, buffers, pauses and processor time. Needs the right to administer the node.",
      "Where no node runs, the same is tried from its address and port, with its key: running"
          + " nodes answer, and others where evs doctor runs at the same time.",
      "Ends with 1 if there is an error; warnings alone are no error."
    })
public final class DoctorCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "Socket of the node (default: ipc.socket of the configuration).")
  private String socket;

  @Option(
      names = "--wait",
      paramLabel = "D",
      description =
          "How long reports are waited for (default: 20s), or others where no node runs"
              + " (default: 5s).")
  private String wait;

  DoctorCommand(CommandContext context) {
    this.context = context;
  }

  /** What was found, and by whom. */
  private record Result(
      boolean running, Collection<CheckupReport> reports, List<Finding> findings) {
    boolean ok() {
      return findings.stream().noneMatch(each -> each.severity() == Finding.Severity.ERROR);
    }
  }

  @Override
  public Integer call() {
    Map<String, String> options = new LinkedHashMap<>(member.asSettings());
    if (socket != null) {
      options.put("ipc.socket", socket);
    }
    Settings settings = common.settings(context, options);
    Optional<EvsClient> node = connect(settings);
    Result result;
    if (node.isPresent()) {
      try (EvsMember client = node.get()) {
        result = running(client);
      }
    } else {
      result = preflight(settings);
    }
    if (common.json()) {
      Json.println(
          context.terminal().out(), Json.document("doctor", json -> document(json, result)));
    } else {
      lines(result).forEach(line -> Text.println(context.terminal().out(), line));
    }
    return result.ok() ? ExitCode.OK : ExitCode.NOT_SO;
  }

  private Optional<EvsClient> connect(Settings settings) {
    try {
      return Optional.of(
          EvsClient.connect(
              IpcConfigs.socket(settings, context.terminal().environment()), "evs doctor"));
    } catch (EvsException refused) {
      if (refused.code() == EvsException.Code.TRY_AGAIN) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private Duration patience(String otherwise) {
    return Options.duration("--wait", wait == null ? otherwise : wait);
  }

  private Result running(EvsMember client) {
    Duration patience = patience("20s");
    try (DoctorQuery query = new DoctorQuery(client)) {
      DoctorQuery.Answers answers = query.ask(patience);
      Collection<NodeStatus> statuses = statuses(client);
      List<Finding> findings = new ArrayList<>(Findings.of(answers.reports().values(), statuses));
      answers
          .late()
          .forEach(
              late ->
                  findings.add(
                      new Finding(
                          "unreachable",
                          Finding.Severity.WARNING,
                          List.of(late.asLong()),
                          "member "
                              + late
                              + " did not report within "
                              + patience.toSeconds()
                              + " s",
                          "look at its load and its log, and ask again")));
      return new Result(true, answers.reports().values(), findings);
    }
  }

  /** A ring that re-forms meanwhile tells less. */
  private static Collection<NodeStatus> statuses(EvsMember client) {
    try {
      Map<NodeId, NodeStatus> all =
          new TreeMap<>(client.statusOfAll(Duration.ofSeconds(2)).statuses());
      NodeStatus own = client.status();
      all.put(own.nodeId(), own);
      return all.values();
    } catch (EvsException silent) {
      return List.of(client.status());
    }
  }

  private Result preflight(Settings settings) {
    EvsConfig config =
        MemberConfigs.checked(settings, member.values(), context.terminal().environment());
    Duration howLong = patience("5s");
    common.remark(
        context,
        "evs doctor: no node runs here; trying from where it would be, for "
            + howLong.toSeconds()
            + " s");
    try {
      CheckupReport report = Preflight.run(config, howLong);
      List<Finding> findings = new ArrayList<>(Findings.of(List.of(report), List.of()));
      ListedVotes.warning(config)
          .ifPresent(
              odd ->
                  findings.add(
                      new Finding(
                          "quorum",
                          Finding.Severity.WARNING,
                          List.of(report.node().asLong()),
                          odd,
                          ListedVotes.HINT)));
      return new Result(false, List.of(report), findings);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", stop);
    }
  }

  private List<String> lines(Result result) {
    List<String> lines = new ArrayList<>();
    for (Finding each : result.findings()) {
      lines.add(each.severity() + " " + each.id() + ": " + each.text());
      lines.add("  " + each.hint());
    }
    if (result.findings().isEmpty()) {
      lines.add("ok: nothing found");
    }
    if (common.verbose()) {
      result
          .reports()
          .forEach(report -> report.links().forEach(link -> lines.add(line(report, link))));
    }
    lines.add(
        (result.running() ? reported(result.reports().size()) : "")
            + TokenProposal.of(result.reports()).text());
    return lines;
  }

  private static String line(CheckupReport report, CheckupReport.Link link) {
    return String.format(
        Locale.ROOT,
        "  %s to %s %s: %d of %d answered, round trip %d us, at most %d us, up to %d bytes",
        report.node(),
        link.node() == 0 ? "-" : Long.toString(link.node()),
        link.address(),
        link.answered(),
        link.asked(),
        link.roundTripMicros(),
        link.roundTripMaxMicros(),
        link.longestAnswered());
  }

  private static void document(JsonGenerator json, Result result) throws IOException {
    json.writeBooleanField("ok", result.ok());
    json.writeBooleanField("running", result.running());
    json.writeArrayFieldStart("findings");
    for (Finding each : result.findings()) {
      json.writeStartObject();
      json.writeStringField("id", each.id());
      json.writeStringField("severity", each.severity().name().toLowerCase(Locale.ROOT));
      json.writeArrayFieldStart("members");
      for (long id : each.members()) {
        json.writeNumber(id);
      }
      json.writeEndArray();
      json.writeStringField("text", each.text());
      json.writeStringField("hint", each.hint());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("links");
    for (CheckupReport report : result.reports()) {
      for (CheckupReport.Link link : report.links()) {
        json.writeStartObject();
        json.writeNumberField("from", report.node().asLong());
        json.writeNumberField("to", link.node());
        json.writeStringField("address", link.address());
        json.writeNumberField("sent", link.asked());
        json.writeNumberField("answered", link.answered());
        json.writeNumberField("round_trip_us", link.roundTripMicros());
        json.writeNumberField("round_trip_max_us", link.roundTripMaxMicros());
        json.writeNumberField("longest_bytes", link.longestAnswered());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    TokenProposal proposal = TokenProposal.of(result.reports());
    json.writeObjectFieldStart("token");
    json.writeNumberField("in_force_ms", proposal.inForceMicros() / 1e3);
    json.writeNumberField("rotation_us", proposal.rotationMicros());
    json.writeNumberField("pause_max_us", proposal.pauseMicros());
    json.writeNumberField("proposed_ms", proposal.proposedMicros() / 1e3);
    json.writeEndObject();
  }

  private static String reported(int nodes) {
    return nodes == 1 ? "1 node reported; " : nodes + " nodes reported; ";
  }
}
