package io.evs.cli.bench;

import io.evs.NodeId;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.bench.result.BenchResults;
import io.evs.cli.bench.result.IntervalReport;
import io.evs.cli.bench.result.RunResult;
import io.evs.cli.bench.result.Warmup;
import io.evs.cli.bench.run.BenchPlan;
import io.evs.cli.bench.run.Control;
import io.evs.cli.bench.run.Coordinator;
import io.evs.cli.bench.run.Gathering;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.text.Spans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where results go: standard output and the files that were asked for. */
final class BenchOutput implements Coordinator.Watcher {
  /** How long what is on its way may take to arrive after Ctrl-C. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final CommandContext context;
  private final CommonOptions common;
  private final BenchPlan plan;
  private final Files files;
  private final BenchPrinter printer;
  private final BenchProgress progress;
  private long waitingSince;
  private boolean saidWaiting;

  /**
   * Files that options name; empty for those that are not given.
   *
   * @param csv for the table
   * @param hdr for the latencies
   * @param report for the page
   */
  record Files(Optional<OutputFile> csv, Optional<OutputFile> hdr, Optional<OutputFile> report) {
    static Files of(CommandContext context, Path csv, Path hdr, Path report) {
      return new Files(
          file(context, "--csv", csv),
          file(context, "--hdr", hdr),
          file(context, "--report", report));
    }

    private static Optional<OutputFile> file(CommandContext context, String option, Path path) {
      return Optional.ofNullable(path)
          .map(given -> new OutputFile(option, given, context.terminal().out()));
    }

    private List<OutputFile> all() {
      return Stream.of(csv, hdr, report).flatMap(Optional::stream).toList();
    }

    private boolean takeStandardOutput() {
      return all().stream().anyMatch(OutputFile::isStandardOutput);
    }
  }

  BenchOutput(CommandContext context, CommonOptions common, BenchPlan plan, Files files) {
    this.context = context;
    this.common = common;
    this.plan = plan;
    this.files = files;
    this.printer = new BenchPrinter(context.terminal().out(), form());
    this.progress = new BenchProgress(context.terminal(), common, plan);
  }

  private BenchPrinter.Form form() {
    if (files.takeStandardOutput()) {
      return BenchPrinter.Form.NOTHING;
    }
    return common.json() ? BenchPrinter.Form.JSON : BenchPrinter.Form.TEXT;
  }

  /** Refuses files that could not be written, before anyone has waited for what goes into them. */
  void checkFiles() {
    Set<Path> seen = new HashSet<>();
    for (OutputFile file : files.all()) {
      file.check();
      if (!seen.add(file.identity())) {
        throw CliException.usage(
            "option " + file.option() + " names a file that another option names too");
      }
    }
    if (common.json() && files.takeStandardOutput()) {
      throw CliException.usage(
          "option --json and a file named - exclude each other: both go to standard output");
    }
  }

  /** Length of the slices of time that the files need, zero for what suits; empty for none. */
  Optional<Duration> sliceLength() {
    if (files.hdr().isPresent()) {
      return Optional.of(plan.interval().orElse(Duration.ZERO));
    }
    return files.report().map(file -> Duration.ZERO);
  }

  void remark(String text) {
    progress.clear();
    common.remark(context, text);
  }

  @Override
  public void interval(IntervalReport part) {
    progress.clear();
    printer.interval(part);
  }

  @Override
  public void goesOn(Control.Start start, boolean measured, double seconds, long delivered) {
    progress.show(start, measured, seconds, delivered);
  }

  /** A person at a terminal sees it as it changes; a file gets it once. */
  @Override
  public void waiting(String state) {
    if (waitingSince == 0) {
      waitingSince = System.nanoTime();
    }
    progress.waiting(state);
    boolean forLong = System.nanoTime() - waitingSince >= Gathering.SETTLE.toNanos();
    if (forLong && !saidWaiting && !context.terminal().errorIsTerminal()) {
      saidWaiting = true;
      remark("evs bench: " + state);
    }
  }

  @Override
  public void gathered(List<NodeId> missing) {
    progress.clear();
    if (!missing.isEmpty()) {
      remark("evs bench: members of the ring that take no part: " + Gathering.names(missing));
    }
  }

  /**
   * Runs the whole plan, printing as results come.
   *
   * @return the exit status
   */
  int drive(Coordinator coordinator, HtmlReport.Setup setup) {
    remark(setup.head().sentence());
    Interrupts signals = new Interrupts(() -> stop(coordinator), GRACE);
    BenchResults results;
    try {
      Warmup warmup = coordinator.warmUp();
      List<RunResult> runs = runs(coordinator);
      if (printer.isBroken()) {
        return ExitCode.OK;
      }
      results = new BenchResults(warmup, runs, atHalf(coordinator, runs));
    } finally {
      signals.close();
      progress.clear();
    }
    printer.end(setup.head(), results, coordinator.isStopping());
    if (results.runs().isEmpty()) {
      remark("evs bench: nothing was measured before the interruption");
    } else if (!common.quiet()) {
      printer.summary(results);
    }
    write(setup, results);
    return coordinator.isStopping() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  /** One for each size; ends early if it is stopped or nobody reads. */
  private List<RunResult> runs(Coordinator coordinator) {
    List<RunResult> runs = new ArrayList<>();
    for (int i = 0; i < plan.sizes().size() && !coordinator.isStopping(); i++) {
      progress.begin(i);
      RunResult run = coordinator.run(i);
      if (run.partial() && run.writes() == 0) {
        break;
      }
      runs.add(run);
      print(run);
      if (printer.isBroken()) {
        break;
      }
    }
    return runs;
  }

  /** Open loops at half of what was reached; one that was cut off says little and is left out. */
  private List<RunResult> atHalf(Coordinator coordinator, List<RunResult> full) {
    List<RunResult> runs = new ArrayList<>();
    for (int i = 0; i < full.size() && !coordinator.isStopping(); i++) {
      if (plan.isAtHalf(i)) {
        progress.begin(i);
        RunResult run = coordinator.atHalf(full.get(i));
        if (!run.partial()) {
          runs.add(run);
        }
      }
    }
    return runs;
  }

  private void stop(Coordinator coordinator) {
    coordinator.stop();
    remark("evs bench: interrupted, ending the run (once more to end at once)");
  }

  private void print(RunResult run) {
    progress.clear();
    printer.run(run);
    if (run.reformations() > 0) {
      remark("the ring re-formed " + Spans.times(run.reformations()) + " during this run");
    }
  }

  /** Without results, those of before stay. */
  private void write(HtmlReport.Setup setup, BenchResults results) {
    List<RunResult> runs = results.runs();
    if (runs.isEmpty()) {
      return;
    }
    files.csv().ifPresent(file -> file.write(out -> CsvTable.write(out, setup.head(), runs)));
    boolean perInterval = plan.interval().isPresent();
    files.hdr().ifPresent(file -> file.write(out -> HdrLog.write(out, runs, perInterval)));
    files
        .report()
        .ifPresent(file -> file.write(out -> out.print(new HtmlReport(setup, results).page())));
  }
}
