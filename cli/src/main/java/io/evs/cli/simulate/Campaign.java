package io.evs.cli.simulate;

import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.Progress;
import io.evs.sim.SimResult;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/** Runs many seeds on all processors; results are taken in order of the seeds. */
final class Campaign {
  /** After so many failures the rest tells nothing new. */
  private static final int FAILURES_MAX = 10;

  private final Progress progress;

  Campaign(Progress progress) {
    this.progress = progress;
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
    ExecutorService workers =
        Executors.newFixedThreadPool(
            parallel,
            task -> {
              Thread thread = new Thread(task, "evs-simulate");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return collect(seeds, processes, run, folders, workers, parallel * 2);
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
      ExecutorService workers,
      int ahead) {
    SimReport report = new SimReport(seeds, processes);
    Deque<Future<SimResult>> pending = new ArrayDeque<>();
    long next = seeds.from();
    while (true) {
      while (pending.size() < ahead && next <= seeds.to()) {
        long seed = next++;
        Path folder = folders.apply(seed).orElse(null);
        pending.add(workers.submit(() -> run.of(seed, folder)));
      }
      if (pending.isEmpty() || report.failures().size() >= FAILURES_MAX) {
        return report;
      }
      report.add(result(pending.remove()));
      progress.show(
          report.runs()
              + " of "
              + seeds.count()
              + " runs, "
              + report.failures().size()
              + " failed");
    }
  }

  private static SimResult result(Future<SimResult> run) {
    try {
      return run.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CliException known ? known : broken(e.getCause());
    }
  }

  private static CliException broken(Throwable cause) {
    return new CliException(
        ExitCode.INTERNAL, "the simulator failed: " + cause, "--verbose shows the cause", cause);
  }
}
