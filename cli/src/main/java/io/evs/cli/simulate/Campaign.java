package io.evs.cli.simulate;

import io.evs.cli.terminal.Progress;
import io.evs.node.process.DaemonThreads;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Runs many seeds on all processors; results are taken in order of the seeds. */
final class Campaign {
  /** After so many failures the rest tells nothing new. */
  private static final int FAILURES_MAX = 10;

  private final Progress progress;
  private final long limitNanos;

  /**
   * A campaign.
   *
   * @param progress where it says how far it is
   * @param limitNanos real time after which a run is taken for endless
   */
  Campaign(Progress progress, long limitNanos) {
    this.progress = progress;
    this.limitNanos = limitNanos;
  }

  /**
   * Runs all seeds.
   *
   * @param processes of each run; 0 if it differs
   * @param folders where the traces of a seed go
   */
  SimReport run(
      Seeds seeds, int processes, SimulateCommand.Run run, LongFunction<Optional<Path>> folders) {
    int parallel = (int) Math.min(Runtime.getRuntime().availableProcessors(), seeds.count());
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("evs-simulate"));
    long begin = System.nanoTime();
    try {
      SimReport report = collect(seeds, processes, run, folders, workers, parallel * 4);
      report.took((System.nanoTime() - begin) / 1e9);
      return report;
    } finally {
      workers.shutdownNow();
      progress.clear();
    }
  }

  private SimReport collect(
      Seeds seeds,
      int processes,
      SimulateCommand.Run run,
      LongFunction<Optional<Path>> folders,
      ThreadPoolExecutor workers,
      int ahead) {
    SimReport report = new SimReport(seeds, processes);
    Deque<GuardedRun> pending = new ArrayDeque<>();
    long next = seeds.from();
    long begin = System.nanoTime();
    while (true) {
      while (pending.size() < ahead && next <= seeds.to()) {
        long seed = next++;
        Path folder = folders.apply(seed).orElse(null);
        pending.add(new GuardedRun(seed, limitNanos).start(workers, () -> run.of(seed, folder)));
      }
      if (pending.isEmpty() || report.failures().size() >= FAILURES_MAX) {
        return report;
      }
      report.add(pending.remove().result(workers));
      progress.show(
          report.runs()
              + " of "
              + seeds.count()
              + " runs, "
              + report.failures().size()
              + " failed, "
              + report.runs() * 1_000_000_000L / Math.max(1, System.nanoTime() - begin)
              + " a second");
    }
  }
}
