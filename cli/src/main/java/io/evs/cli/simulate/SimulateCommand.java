package io.evs.cli.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Progress;
import io.evs.cli.terminal.Text;
import io.evs.sim.ScenarioFile;
import io.evs.sim.SimResult;
import io.evs.sim.options.SimOptions;
import io.evs.sim.options.SwarmOptions;
import io.evs.sim.scenario.Scenario;
import io.evs.sim.scenario.Scenarios;
import io.evs.sim.services.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs simulate}. */
@Command(
    name = "simulate",
    header = "Run rings in virtual time, with faults, and check what they deliver.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs simulate --seeds 1..1000 --nodes 5 --messages 500 --loss 0.2 --crashes 2",
      "  evs simulate --seed 7 --trace traces       the same traces every time",
      "  evs simulate --swarm --seeds 1..10000      each seed draws its own options",
      "  evs simulate --swarm --seed 7 --shrink     if it fails: a minimal scenario file",
      "  evs simulate --scenario S1",
      "  evs simulate --scenario FILE               run such a file again",
      "  evs simulate --exhaustive merge            every order of events, up to a bound",
      "  evs simulate --list",
      ""
    },
    description = {
      "The same seed and options give the same run, byte for byte, on every machine.",
      "Exit status 1 if a property of extended virtual synchrony is violated.",
      "docs/properties.md explains each property, docs/scenarios.md each scenario."
    })
public final class SimulateCommand implements Callable<Integer> {
  /** Real time after which a run is taken for endless. */
  private static final long RUN_LIMIT_NANOS = 120_000_000_000L;

  private final CommandContext context;

  @Mixin private CommonOptions common;
  @Mixin private SimulatedFaults faults;

  @Option(names = "--seed", paramLabel = "S", description = "One run (default: 1).")
  private Long seed;

  @Option(names = "--seeds", paramLabel = "A..B", description = "One run for each of these.")
  private String seeds;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "default, fast or lossy.")
  private String profile;

  @Option(names = "--swarm", description = "Each seed draws its own options, from mild to extreme.")
  private boolean swarm;

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE",
      description =
          "A scenario of the catalogue, all for every one, or a file, instead of random faults.")
  private String scenario;

  @Option(
      names = "--shrink",
      description =
          "Make the first failing run smaller and write it as a scenario file, here or in the"
              + " folder of --trace.")
  private boolean shrink;

  @Option(
      names = "--exhaustive",
      paramLabel = "NAME",
      description = "Search all courses of a small situation: merge, recovery or commit.")
  private String exhaustive;

  @Option(
      names = "--paths",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Most courses of an exhaustive search (20000).")
  private int paths;

  @Option(names = "--list", description = "Name the scenarios.")
  private boolean list;

  @Option(names = "--coverage", description = "List the marks that the runs reached.")
  private boolean coverage;

  @Option(
      names = "--trace",
      paramLabel = "DIR",
      description = "Write traces there; with several runs in a folder for each.")
  private Path trace;

  SimulateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.logging(context);
    if (list) {
      list();
      return ExitCode.OK;
    }
    if (exhaustive != null) {
      return new SearchRun(context.terminal(), common.json()).run(exhaustive, paths);
    }
    Seeds range = range();
    Progress progress = new Progress(context.terminal(), common.quiet());
    boolean single = range.count() == 1;
    Campaign campaign = new Campaign(progress, RUN_LIMIT_NANOS);
    SimReport report;
    Optional<ScenarioFile> file = ScenarioFiles.find(scenario);
    if (file.isPresent()) {
      long fileSeed = file.get().options().seed();
      Seeds one = new Seeds(fileSeed, fileSeed);
      int processes = file.get().options().nodes();
      report = campaign.run(one, processes, (s, dir) -> file.get().run(dir), s -> folder(true, ""));
    } else if (scenario != null) {
      report = scenarios(campaign, range, single);
    } else {
      SimOptions first = options(range.from());
      report =
          campaign.run(
              range,
              swarm ? 0 : first.nodes(),
              (s, dir) -> Services.run(options(s), dir),
              s -> folder(single, "seed-" + s));
    }
    SimPrinter printer = new SimPrinter(context.terminal(), coverage);
    if (common.json()) {
      printer.json(report);
    } else {
      printer.text(report);
    }
    if (shrink && !report.ok() && (scenario == null || file.isPresent())) {
      long failing = report.failures().get(0).seed();
      new ScenarioFiles(context.terminal(), progress)
          .shrink(
              file.orElseGet(() -> ScenarioFiles.of(options(failing))),
              trace == null ? Path.of("") : trace);
    }
    boolean complete = !coverage || !swarm || report.unreached().isEmpty();
    return report.ok() && complete ? ExitCode.OK : ExitCode.NOT_SO;
  }

  private SimReport scenarios(Campaign campaign, Seeds range, boolean single) {
    SimReport all = null;
    for (Scenario one : Scenarios.all()) {
      boolean chosen = scenario.equals("all") || one.name().equalsIgnoreCase(scenario);
      if (chosen) {
        boolean alone = single && !scenario.equals("all");
        SimReport report =
            campaign.run(
                range,
                one.nodes(),
                one::run,
                s -> folder(alone, one.name() + (single ? "" : "-seed-" + s)));
        all = all == null ? report : all.plus(report);
      }
    }
    if (all == null) {
      throw new CliException(
          ExitCode.USAGE, "there is no scenario " + scenario, "see evs simulate --list");
    }
    return all;
  }

  private SimOptions options(long runSeed) {
    return faults.withApplications(
        swarm ? SwarmOptions.fromSeed(runSeed) : faults.options(runSeed, profile));
  }

  private Optional<Path> folder(boolean single, String name) {
    return Optional.ofNullable(trace).map(folder -> single ? folder : folder.resolve(name));
  }

  private Seeds range() {
    if (seed != null && seeds != null) {
      throw CliException.usage("options --seed and --seeds exclude each other");
    }
    if (seeds != null) {
      return Seeds.parse(seeds);
    }
    long one = seed == null ? 1 : seed;
    return new Seeds(one, one);
  }

  private void list() {
    if (common.json()) {
      Json.println(context.terminal().out(), Json.document("simulate", SimulateCommand::list));
      return;
    }
    for (Scenario one : Scenarios.all()) {
      Text.println(context.terminal().out(), String.format("%-5s %s", one.name(), one.title()));
    }
  }

  private static void list(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("scenarios");
    for (Scenario one : Scenarios.all()) {
      json.writeStartObject();
      json.writeStringField("name", one.name());
      json.writeStringField("title", one.title());
      json.writeNumberField("nodes", one.nodes());
      json.writeNumberField("variants", one.variants());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** One run. */
  @FunctionalInterface
  interface Run {
    /** Runs it; the folder is null if no traces are wanted. */
    SimResult of(long seed, Path traces);
  }
}
