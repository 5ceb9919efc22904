package io.evs.verify;

import io.evs.RingId;
import io.evs.trace.RecordedTrace;
import io.evs.trace.TraceHandler;
import io.evs.trace.TraceReader;
import io.evs.trace.TraceSink;
import io.evs.verify.report.Exercised;
import io.evs.verify.report.Report;
import io.evs.verify.report.ViolationCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides all properties of docs/properties.md, from recorded traces or while a simulator runs.
 *
 * <p>Events of different processes may come in any order, those of one process in the order of its
 * life; the verdict does not depend on the former. Memory is about 30 bytes a message. Not
 * thread-safe; asks no clock.
 */
public final class Checker {
  /**
   * What depends on the system under test.
   *
   * @param representativeIsLeast a ring id's representative is the least member (C4)
   * @param unloggedSenders messages of processes without a log are a warning, not a violation of
   *     B1; for rings with members that write no traces
   */
  public record Options(boolean representativeIsLeast, boolean unloggedSenders) {
    /** All rules in full. */
    public static final Options STRICT = new Options(true, false);
  }

  private record Stable(
      long timeMicros, int[][] components, long convergenceMicros, boolean drained) {}

  private final History history;
  private Optional<Stable> stable = Optional.empty();
  private Optional<Report> report = Optional.empty();
  private int tails;
  private int gaps;
  private int safeInTails;

  /** A checker with all rules in full. */
  public Checker() {
    this(Options.STRICT);
  }

  /** A checker with these options. */
  public Checker(Options options) {
    history = new History(options);
  }

  /**
   * Checks recorded traces.
   *
   * @param paths trace files and folders of them
   * @throws IOException if a path does not exist or cannot be read
   */
  public static Report check(Collection<Path> paths, Options options) throws IOException {
    Checker checker = new Checker(options);
    new TraceReader(checker.handler()).read(paths);
    return checker.finish();
  }

  /** Where the events of a process go; the same object each time it is asked for. */
  public TraceSink process(int processId) {
    return history.log(processId);
  }

  /** Marks a ring as primary (P1), for those who feed events and not files. */
  public void primary(RingId ring) {
    history.ring(ring).primary = true;
  }

  /**
   * From this time to the end there were no faults: turns L1 to L4 on. The last call counts.
   *
   * @param components connected sets of processes, unsigned ids; everyone named is alive
   * @param convergenceMicros time allowed for the last configuration, negative for no limit
   * @param drained whether nothing may still be in flight at the end
   */
  public void stable(long timeMicros, int[][] components, long convergenceMicros, boolean drained) {
    stable = Optional.of(new Stable(timeMicros, components.clone(), convergenceMicros, drained));
  }

  /**
   * True once an event broke a rule that can be decided at once: W, B2, B3, B4, C1 to C5, C7, D1,
   * and any difference from the order of another process (D5, D6). The other rules need the end.
   */
  public boolean violated() {
    return history.findings.violated();
  }

  /** What a {@link TraceReader} is given to feed this checker. */
  public TraceHandler handler() {
    return new TraceHandler() {
      @Override
      public RecordedTrace process(int process) {
        return history.log(process);
      }

      @Override
      public void stable(
          long timeMicros, int[][] components, long convergenceMicros, boolean drained) {
        Checker.this.stable(timeMicros, components, convergenceMicros, drained);
      }

      @Override
      public void line(Path file, long number) {
        history.findings.line(file, number);
      }

      @Override
      public void malformed(int process, String message) {
        history.findings.malformed(process, message);
      }

      @Override
      public void warning(String message) {
        history.findings.warning(message);
      }
    };
  }

  /** Decides what needs the whole history; later calls give the same report. */
  public Report finish() {
    if (report.isEmpty()) {
      report = Optional.of(decide());
    }
    return report.get();
  }

  private Report decide() {
    history.findings.linesEnd();
    List<RingRecord> rings = history.installedRings();
    rings.forEach(RingRecord::sortVisits);
    for (RingRecord ring : rings) {
      checkRing(ring);
    }
    new SubmissionCheck(history).run();
    PrimaryCheck.run(history, rings);
    stable.ifPresent(this::checkLiveness);
    ViolationCollector findings = history.findings;
    return new Report(
        history.logCount(),
        findings.events,
        findings.configurations,
        findings.deliveries,
        findings.violations(),
        findings.violationCount(),
        findings.warnings(),
        new Exercised(rings.size(), tails, gaps, safeInTails));
  }

  private void checkRing(RingRecord ring) {
    TransitionalCheck transitional = new TransitionalCheck(history, ring);
    transitional.members();
    if (ring.confused) {
      return;
    }
    if (ring.diverged) {
      new DivergenceCheck(history, ring).run();
    }
    List<TransitionalGroup> groups = TransitionalGroup.of(ring);
    transitional.atomicity(groups);
    new OrderCheck(history, ring).run();
    for (TransitionalGroup group : groups) {
      gaps += new TailCheck(history, ring, group).run();
      LongList tail = group.reference().tail;
      tails += tail.isEmpty() ? 0 : 1;
      for (int i = 0; i < tail.size(); i++) {
        safeInTails += history.messages.isSafe(tail.get(i)) ? 1 : 0;
      }
    }
    gaps += new TailPairCheck(history, ring, groups).run();
    new SafeCheck(history, ring).run(groups);
  }

  private void checkLiveness(Stable environment) {
    LivenessCheck check =
        new LivenessCheck(
            history,
            environment.timeMicros(),
            environment.convergenceMicros(),
            environment.drained());
    for (int[] component : environment.components()) {
      check.component(component);
    }
  }
}
