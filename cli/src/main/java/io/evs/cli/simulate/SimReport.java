package io.evs.cli.simulate;

import io.evs.sim.SimResult;
import io.evs.sim.world.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums over runs. */
final class SimReport {
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private final Seeds seeds;
  private final int processes;
  private final List<SimResult> failures = new ArrayList<>();
  private final Map<String, Long> exercised = new TreeMap<>();
  private final Map<String, Long> counters = new TreeMap<>();
  private final Map<String, Long> marks = new LinkedHashMap<>();
  private double seconds;
  private long runs;
  private long steps;
  private long deliveries;
  private long configurations;
  private long virtualNanos;
  private long digest;

  SimReport(Seeds seeds, int processes) {
    this.seeds = seeds;
    this.processes = processes;
  }

  void add(SimResult result) {
    steps += result.steps();
    deliveries += result.deliveries();
    configurations += result.configurations();
    virtualNanos += result.virtualNanos();
    digest = runs == 0 ? result.digest() : (digest * FACTOR) ^ result.digest();
    runs++;
    result.exercised().forEach((name, count) -> exercised.merge(name, count, Long::sum));
    result.counters().forEach((name, count) -> counters.merge(name, count, Long::sum));
    result.marks().forEach((name, count) -> marks.merge(name, count, Long::sum));
    if (!result.ok()) {
      failures.add(result);
    }
  }

  /** Both together. */
  SimReport plus(SimReport other) {
    SimReport sum = new SimReport(seeds, Math.max(processes, other.processes));
    for (SimReport part : List.of(this, other)) {
      sum.runs += part.runs;
      sum.steps += part.steps;
      sum.deliveries += part.deliveries;
      sum.configurations += part.configurations;
      sum.virtualNanos += part.virtualNanos;
      sum.digest = (sum.digest * FACTOR) ^ part.digest;
      sum.failures.addAll(part.failures);
      part.exercised.forEach((name, count) -> sum.exercised.merge(name, count, Long::sum));
      sum.seconds += part.seconds;
      part.counters.forEach((name, count) -> sum.counters.merge(name, count, Long::sum));
      part.marks.forEach((name, count) -> sum.marks.merge(name, count, Long::sum));
    }
    return sum;
  }

  boolean ok() {
    return failures.isEmpty();
  }

  Seeds seeds() {
    return seeds;
  }

  int processes() {
    return processes;
  }

  List<SimResult> failures() {
    return failures;
  }

  /** How much the checker had to check, by name. */
  Map<String, Long> exercised() {
    return exercised;
  }

  /** How often each thing happened in the engines, by name. */
  Map<String, Long> counters() {
    return counters;
  }

  /** How often each mark was reached, by key. */
  Map<String, Long> marks() {
    return marks;
  }

  /** Marks that no run reached. */
  List<String> unreached() {
    List<String> none = new ArrayList<>();
    for (Mark mark : Mark.values()) {
      if (marks.getOrDefault(mark.key(), 0L) == 0) {
        none.add(mark.key());
      }
    }
    return none;
  }

  /** Real time that the runs took. */
  void took(double realSeconds) {
    seconds = realSeconds;
  }

  /** Runs in a second of real time; 0 if that was not measured. */
  double runsPerSecond() {
    return seconds > 0 ? runs / seconds : 0;
  }

  long runs() {
    return runs;
  }

  long steps() {
    return steps;
  }

  long deliveries() {
    return deliveries;
  }

  long configurations() {
    return configurations;
  }

  double virtualSeconds() {
    return virtualNanos / 1e9;
  }

  /** Digest of all traces, in hexadecimal. */
  String digest() {
    return String.format("%016x", digest);
  }
}
