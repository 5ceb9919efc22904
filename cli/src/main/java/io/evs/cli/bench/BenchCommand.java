package io.evs.cli.bench;

import io.evs.EvsConfig;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.bench.run.BenchPlan;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.command.RingStarter;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.DaemonOptions;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.ring.WaitOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code evs bench}: options in, a {@link BenchPlan} and a ring out. */
@Command(
    name = "bench",
    header = "Measure ordered delivery.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs bench                                  a ring of three on this machine",
      "  evs bench --sizes 100,1300 --duration 2s --senders all --guarantee safe",
      "  evs bench --writes 100000 --decay 0.9      as the original does",
      "  evs bench --rate 1000 --duration 10s --sizes 200 --json     for latencies",
      "  evs bench --interval 1s --report bench.html --csv bench.csv   results to keep and show",
      "  evs bench --config evs.yaml --passive      on the other nodes, and then",
      "  evs bench --config evs.yaml                on one",
      ""
    },
    description = {
      "Without --config and --socket a ring of --nodes members is formed in this process on loopback.",
      "With one of them this process takes part in that ring and sends, once the others take part.",
      "Ctrl-C ends the run and prints what was measured so far. docs/bench.md explains the figures."
    })
public final class BenchCommand implements Callable<Integer> {
  /** The original sends a fixed number; a fixed time gives steady figures on every machine. */
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(1);

  private static final Duration RATE_WARMUP = Duration.ofSeconds(2);
  private static final int NODES_MAX = 128;

  private final CommandContext context;

  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;
  @Mixin private DaemonOptions daemon;
  @Mixin private WaitOptions waiting;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Members of the ring (default: 3; of a ring that runs: wait for that many).")
  private Integer nodes;

  @Option(
      names = "--sizes",
      paramLabel = "LIST",
      defaultValue = "100:1300:100",
      description = "Payload bytes, FROM:TO:STEP or a list (default: 100:1300:100).")
  private String sizes;

  @Option(
      names = "--writes",
      paramLabel = "N",
      description = "Messages of each sender at the first size, instead of --duration.")
  private Long writes;

  @Option(
      names = "--decay",
      paramLabel = "F",
      description = "Multiply --writes by this from size to size (default: 0.9; with --writes: 1).")
  private Double decay;

  @Option(
      names = "--duration",
      paramLabel = "D",
      description = "Send for that long at each size (default: 1s).")
  private String duration;

  @Option(
      names = "--warmup",
      paramLabel = "D",
      description =
          "Send for that long before measuring (default: until the rate stops growing, at most"
              + " 20s; with --rate: 2s).")
  private String warmup;

  @Option(
      names = "--at-half",
      paramLabel = "WHICH",
      defaultValue = "first",
      description =
          "Sizes whose latency is measured, too, at half of the maximum: first, all or none"
              + " (default: first; with --rate: none).")
  private String atHalf;

  @Option(
      names = "--senders",
      paramLabel = "WHO",
      defaultValue = "one",
      description = "one or all (default: one).")
  private String senders;

  @Option(
      names = "--guarantee",
      paramLabel = "G",
      defaultValue = "agreed",
      description = "agreed or safe (default: agreed).")
  private String guarantee;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Messages per second of each sender, whatever the ring does (for latencies).")
  private Long rate;

  @Option(
      names = "--interval",
      paramLabel = "D",
      description = "Also report at this interval within a size.")
  private String interval;

  @Option(
      names = "--passive",
      description = "With --config or --socket: take part until interrupted.")
  private boolean passive;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Also write a CSV file, a row for each size. This and the files below are replaced if"
              + " they exist; - is standard output, where then nothing else goes.")
  private Path csv;

  @Option(
      names = "--hdr",
      paramLabel = "FILE",
      description =
          "Also write latencies as an HdrHistogram interval log (nanoseconds; tag: bytes), a line"
              + " for each size or --interval.")
  private Path hdr;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Also write one HTML page: plots of throughput and latency, the machine, the"
              + " configuration and all figures.")
  private Path report;

  @Spec private CommandSpec spec;

  BenchCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    waiting.check(text -> common.remark(context, text));
    Settings settings = common.settings(context, daemon.asSettings(member));
    boolean local = common.namedFile(context).isEmpty() && !daemon.namesSocket();
    if (local) {
      refuseAlone("--passive", passive);
      refuseAlone("--wait-for", waiting.isGiven());
    }
    BenchPlan plan = plan();
    BenchOutput output =
        new BenchOutput(context, common, plan, BenchOutput.Files.of(context, csv, hdr, report));
    output.checkFiles();
    ParseResult typed = spec.root().commandLine().getParseResult();
    BenchSetup setup = new BenchSetup(typed.originalArgs(), settings);
    if (local) {
      return new LocalBench(context.starter(), output).run(plan, nodes(), setup, member.values());
    }
    EvsConfig config =
        daemon.beside(settings, member, MemberConfigs.stateHome(context.terminal().environment()));
    RingStarter starter = daemon.starter(context, settings, member);
    RingBench bench = new RingBench(starter, output, config, waiting);
    if (passive) {
      return bench.takePart(text -> common.remark(context, text));
    }
    return bench.run(plan, Optional.ofNullable(nodes), setup);
  }

  private static void refuseAlone(String option, boolean isGiven) {
    if (isGiven) {
      throw new CliException(
          ExitCode.USAGE,
          "option " + option + " needs --config or --socket",
          "without them evs bench forms a ring of its own");
    }
  }

  private int nodes() {
    int count = nodes == null ? 3 : nodes;
    Options.require(count >= 1 && count <= NODES_MAX, "--nodes", count, "1 to " + NODES_MAX);
    return count;
  }

  private BenchPlan plan() {
    Options.require(senders.matches("one|all"), "--senders", senders, "one or all");
    Options.require(guarantee.matches("agreed|safe"), "--guarantee", guarantee, "agreed or safe");
    Options.require(atHalf.matches("first|all|none"), "--at-half", atHalf, "first, all or none");
    if (writes != null && duration != null) {
      throw CliException.usage("options --writes and --duration exclude each other");
    }
    Options.require(writes == null || writes >= 1, "--writes", writes, "at least 1");
    Options.require(
        rate == null || (rate >= 1 && rate <= 100_000_000), "--rate", rate, "1 to 100000000");
    double factor = decay == null ? 1 : decay;
    Options.require(factor > 0 && factor <= 1, "--decay", factor, "above 0, at most 1");
    Options.require(decay == null || writes != null, "--decay", decay, "given with --writes");
    Optional<Long> count = Optional.ofNullable(writes);
    Duration given = duration == null ? DEFAULT_DURATION : Options.duration("--duration", duration);
    Optional<Duration> time = count.isPresent() ? Optional.empty() : Optional.of(given);
    return new BenchPlan(
        Sizes.parse(sizes),
        count,
        factor,
        time,
        warmup(),
        guarantee.equals("safe"),
        senders.equals("all"),
        rate == null ? 0 : rate,
        Optional.ofNullable(interval).map(text -> Options.duration("--interval", text)),
        BenchPlan.AtHalf.valueOf(atHalf.toUpperCase(Locale.ROOT)));
  }

  /** A rate that is given does not grow. */
  private Optional<Duration> warmup() {
    if (warmup == null) {
      return rate == null ? Optional.empty() : Optional.of(RATE_WARMUP);
    }
    return Optional.of(
        warmup.equals("0") ? Duration.ZERO : Options.durationOrZero("--warmup", warmup));
  }
}
