package io.evs.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * All that was measured.
 *
 * @param warmup what came before
 * @param runs one for each size
 * @param atHalf open loops at half of the rate of some of them, for latencies
 */
record BenchResults(Warmup warmup, List<RunResult> runs, List<RunResult> atHalf) {
  BenchResults {
    runs = List.copyOf(runs);
    atHalf = List.copyOf(atHalf);
  }

  /** Runs alone. */
  static BenchResults of(List<RunResult> runs) {
    return new BenchResults(Warmup.NONE, runs, List.of());
  }

  /** Every run that was measured. */
  List<RunResult> all() {
    List<RunResult> all = new ArrayList<>(runs);
    all.addAll(atHalf);
    return all;
  }

  /** Those whose latencies are latencies: at a rate that is below the maximum. */
  List<RunResult> openLoops() {
    return all().stream().filter(run -> run.rate() > 0).toList();
  }

  /** Those whose latencies are the time in the sender's own queue. */
  List<RunResult> closedLoops() {
    return runs.stream().filter(run -> run.rate() == 0).toList();
  }
}
