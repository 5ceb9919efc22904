package io.evs.cli.verify;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.text.Causes;
import io.evs.verify.Checker;
import io.evs.verify.report.Report;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs verify}. */
@Command(
    name = "verify",
    header = "Check that what members deliver keeps the promises.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs verify --nodes 5 --duration 10s        a ring on this machine",
      "  evs verify --config evs.yaml --nodes 3     on each of three nodes",
      "  evs verify --nodes 5 --chaos               the same under faults, on real sockets",
      "  evs verify --chaos --loss 0.1 --rotate 100 the key changes meanwhile, too",
      "  evs verify traces                          recorded with --trace traces",
      ""
    },
    description = {
      "Live: every member sends random messages of known content and all compare what they",
      "delivered. Recorded: checks every property on the traces in the folders.",
      "Exit status 1 if a property is violated; docs/properties.md explains each."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final int NODES_MAX = 128;
  private static final String CHAOS_DURATION = "20s";

  private final CommandContext context;

  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders or files of traces.")
  private List<Path> recorded;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Members: of the ring here (default: 3), or to wait for in one that runs.")
  private Integer nodes;

  @Option(names = "--duration", paramLabel = "D", description = "Send for that long (default: 5s).")
  private String duration;

  @Option(
      names = "--messages",
      paramLabel = "M",
      description = "Messages of each member, instead of --duration.")
  private Long messages;

  @Option(
      names = "--chaos",
      description = {
        "Crash, pause, partition and lose meanwhile, on a ring here, for --duration",
        "(default: 20s); then check the traces, too."
      })
  private boolean chaos;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Draws the faults of --chaos (default: another one each time, printed).")
  private Long seed;

  @Option(
      names = "--loss",
      paramLabel = "P",
      description = "With --chaos: the share of all datagrams that is lost all the time, 0 to 0.9.")
  private Double loss;

  @Option(
      names = "--rotate",
      paramLabel = "K",
      description = "With --chaos: rotate the key of the ring N times during the run.")
  private Integer rotate;

  VerifyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Settings settings = common.settings(context, daemon.asSettings(member));
    if (recorded != null) {
      return recorded(recorded);
    }
    if (chaos) {
      return chaos(settings);
    }
    Options.require(seed == null, "--seed", seed, "left out without --chaos");
    Options.require(loss == null, "--loss", loss, "left out without --chaos");
    Options.require(rotate == null, "--rotate", rotate, "left out without --chaos");
    boolean local = common.namedFile(context).isEmpty() && !daemon.namesSocket();
    LiveVerify live =
        new LiveVerify(
            local ? context.starter() : daemon.starter(context, settings, member), load());
    LiveResult result;
    if (local) {
      int count = nodes == null ? 3 : nodes;
      Options.require(count >= 1 && count <= NODES_MAX, "--nodes", count, "1 to " + NODES_MAX);
      result = live.local(count, settings, member.values());
    } else {
      result =
          live.joined(
              Optional.ofNullable(nodes),
              daemon.beside(
                  settings, member, MemberConfigs.stateHome(context.terminal().environment())));
    }
    print(result);
    Optional<Path> trace = member.values().trace();
    // Other processes of a configured ring may still be writing theirs.
    int traces = trace.isPresent() && local && result.ok() ? traces(trace.get()) : ExitCode.OK;
    return result.ok() ? traces : ExitCode.NOT_SO;
  }

  private int chaos(Settings settings) {
    daemon.refuseSocket("--chaos");
    if (messages != null || common.namedFile(context).isPresent()) {
      throw CliException.usage(
          "option --chaos is for a ring in this process and a time: without --messages and --config");
    }
    int count = nodes == null ? 3 : nodes;
    Options.require(count >= 1 && count <= NODES_MAX, "--nodes", count, "1 to " + NODES_MAX);
    double lost = loss == null ? 0 : loss;
    Options.require(lost >= 0 && lost <= 0.9, "--loss", loss, "0 to 0.9");
    int rotations = rotate == null ? 0 : rotate;
    Options.require(rotations >= 0, "--rotate", rotate, "0 or more");
    String whole = duration == null ? CHAOS_DURATION : duration;
    long chosen = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
    common.remark(context, "evs verify: faults of --seed " + chosen);
    try (ChaosTraces traces = ChaosTraces.in(member.values().trace())) {
      ChaosVerify run =
          new ChaosVerify(
              count,
              chosen,
              MemberConfigs.tokenTimeout(settings, member.values()),
              traces.folder(),
              fault -> common.remark(context, "evs verify: " + fault),
              new ChaosVerify.Extras(lost, rotations));
      Duration length = Options.duration("--duration", whole);
      ChaosResult result = run.run(settings, member.values().insecure(), length);
      print(result.json(), result.text());
      if (result.ok()) {
        traces.notNeeded();
      }
      return result.ok() ? ExitCode.OK : ExitCode.NOT_SO;
    }
  }

  private Load load() {
    if (messages != null && duration != null) {
      throw CliException.usage("options --messages and --duration exclude each other");
    }
    Options.require(messages == null || messages >= 1, "--messages", messages, "at least 1");
    return messages != null
        ? new Load(messages, Duration.ZERO)
        : new Load(0, Options.duration("--duration", duration == null ? "5s" : duration));
  }

  private void print(LiveResult result) {
    print(result.json(), result.text());
  }

  private void print(String json, String text) {
    if (common.json()) {
      Json.println(context.terminal().out(), json);
    } else {
      Text.printLines(context.terminal().out(), text);
    }
  }

  /** The traces of a live run: only what is wrong with them is a result beside the live one. */
  private int traces(Path folder) {
    Report report = check(List.of(folder));
    if (report.ok()) {
      common.remark(context, "evs verify: the traces in " + folder + " keep every property, too");
      return ExitCode.OK;
    }
    print(Json.document("verify", report::write), report.toText().strip());
    return ExitCode.NOT_SO;
  }

  private int recorded(List<Path> paths) {
    daemon.refuseSocket("a check of recorded traces");
    if (nodes != null
        || duration != null
        || messages != null
        || chaos
        || seed != null
        || loss != null
        || rotate != null) {
      throw CliException.usage(
          "options --nodes, --duration, --messages and --chaos are for a live check, without folders");
    }
    Report report = check(paths);
    if (report.ok() && report.processes() == 0) {
      // Nothing was checked: that must not look like a success to a script.
      String where = paths.stream().map(Path::toString).collect(Collectors.joining(", "));
      throw new CliException(
          ExitCode.USAGE,
          "there are no traces in " + where,
          "record some with --trace DIR; they are named *.jsonl or *.jsonl.gz");
    }
    print(Json.document("verify", report::write), report.toText().strip());
    return report.ok() ? ExitCode.OK : ExitCode.NOT_SO;
  }

  private static Report check(List<Path> paths) {
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw CliException.usage("there is no folder or file " + path);
      }
    }
    try {
      return Checker.check(paths, Checker.Options.STRICT);
    } catch (AccessDeniedException e) {
      throw new CliException(
          ExitCode.DENIED, "trace " + e.getFile() + " may not be read by this user", "", e);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "the traces cannot be read: " + Causes.of(e), "", e);
    }
  }
}
