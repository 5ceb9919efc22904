package io.evs.cli.bench.result;

import java.util.ArrayList;
import java.util.List;

/**
 * All that was measured.
 *
 * @param warmup what came before
 * @param runs one for each size
 * @param atHalf open loops at half of the rate of some of them, for latencies
 */
public record BenchResults(Warmup warmup, List<RunResult> runs, List<RunResult> atHalf) {
  public BenchResults {
    runs = List.copyOf(runs);
    atHalf = List.copyOf(atHalf);
  }

  /** Runs alone. */
  public static BenchResults of(List<RunResult> runs) {
    return new BenchResults(Warmup.NONE, runs, List.of());
  }

  /** Every run that was measured. */
  public List<RunResult> all() {
    List<RunResult> all = new ArrayList<>(runs);
    all.addAll(atHalf);
    return all;
  }

  /** Those whose latencies are latencies: at a rate that is below the maximum. */
  public List<RunResult> openLoops() {
    return all().stream().filter(run -> run.rate() > 0).toList();
  }

  /** Those whose latencies are the time in the sender's own queue. */
  public List<RunResult> closedLoops() {
    return runs.stream().filter(run -> run.rate() == 0).toList();
  }
}
