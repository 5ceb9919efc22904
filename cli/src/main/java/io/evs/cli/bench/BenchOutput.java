package io.evs.cli.bench;

import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.CommonOptions;
import io.evs.cli.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Where results go: standard output and the files that were asked for. */
final class BenchOutput {
  private static final double NANOS_PER_MICRO = 1000.0;

  private final Cli cli;
  private final CommonOptions common;
  private final Path csv;
  private final Path hdr;
  private final BenchPrinter printer;

  BenchOutput(Cli cli, CommonOptions common, Path csv, Path hdr) {
    this.cli = cli;
    this.common = common;
    this.csv = csv;
    this.hdr = hdr;
    this.printer = new BenchPrinter(cli.terminal().out(), common.json());
  }

  /** Refuses files that could not be written, before anyone has waited for what goes into them. */
  void checkFiles() {
    for (Path file : Stream.of(csv, hdr).filter(Objects::nonNull).toList()) {
      Path folder = file.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder)) {
        throw CliException.usage(file + " cannot be written: there is no folder " + folder);
      }
      if (Files.isDirectory(file)) {
        throw CliException.usage(file + " cannot be written: it is a folder");
      }
      if (!Files.isWritable(Files.exists(file) ? file : folder)) {
        throw new CliException(ExitCode.DENIED, file + " may not be written by this user");
      }
    }
  }

  void remark(String text) {
    common.remark(cli, text);
  }

  void interval(IntervalReport part) {
    printer.interval(part);
  }

  /** Runs the whole plan, printing as results come. */
  void drive(Coordinator coordinator, BenchPlan plan, BenchPrinter.Head head) {
    remark(
        String.format(
            "evs bench: %d members, %d sending, %s, %s, security %s; Java %s, %d processors",
            head.nodes(),
            head.senders(),
            head.guarantee(),
            head.transport(),
            head.security(),
            Runtime.version().feature(),
            Runtime.getRuntime().availableProcessors()));
    coordinator.warmUp();
    for (int i = 0; i < plan.sizes().size(); i++) {
      printer.run(coordinator.run(i));
      if (printer.isBroken()) {
        return;
      }
    }
    if (coordinator.reformations() > 0) {
      remark("the ring formed anew " + coordinator.reformations() + " times during the runs");
    }
    printer.end(head);
    files();
  }

  private void files() {
    try {
      if (csv != null) {
        List<String> lines = new ArrayList<>(List.of(BenchPrinter.CSV_HEADER));
        printer.runs().stream().map(BenchPrinter::csv).forEach(lines::add);
        Files.write(csv, lines, StandardCharsets.UTF_8);
      }
      if (hdr != null) {
        Histogram all = new Histogram(1, 3_600_000_000_000L, 3);
        printer.runs().forEach(run -> all.add(run.latencies()));
        try (PrintStream out = new PrintStream(hdr.toFile(), StandardCharsets.UTF_8)) {
          all.outputPercentileDistribution(out, NANOS_PER_MICRO);
        }
      }
    } catch (IOException e) {
      throw new CliException(ExitCode.DENIED, e.getMessage() + " cannot be written", "", e);
    }
  }
}
