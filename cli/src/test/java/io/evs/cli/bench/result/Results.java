package io.evs.cli.bench.result;

import io.evs.cli.bench.BenchPrinter;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Runs for tests, as they could have been measured. */
public final class Results {
  private Results() {}

  public static final BenchPrinter.Head HEAD =
      new BenchPrinter.Head(3, 1, "agreed", "multicast", "none");

  /** Three members of which the first sends; one latency for each of the given microseconds. */
  public static RunResult run(int bytes, long writes, double seconds, long... micros) {
    return run(bytes, writes, seconds, MemberFigures.NONE, micros);
  }

  /** As above, with figures of the sender. */
  static RunResult run(
      int bytes, long writes, double seconds, MemberFigures sender, long... micros) {
    List<MemberResult> members = new ArrayList<>();
    long sendingNanos = (long) (seconds * 1e9);
    members.add(
        new MemberResult(
            1,
            true,
            writes,
            sender
                .with(MemberFigure.SENT, writes)
                .with(MemberFigure.SENDING_NANOS, sendingNanos)
                .with(MemberFigure.CPU_NANOS, 1_100_000_000)));
    for (int id = 2; id <= 3; id++) {
      members.add(
          new MemberResult(
              id, false, writes, MemberFigures.NONE.with(MemberFigure.CPU_NANOS, 800_000_000)));
    }
    return new RunResult(
        bytes,
        writes,
        seconds,
        1_700_000_000_000L,
        0,
        false,
        0,
        members,
        latencies(micros),
        List.of());
  }

  public static RunResult with(RunResult run, long rate, int reformations, boolean partial) {
    return new RunResult(
        run.bytes(),
        run.writes(),
        run.seconds(),
        run.startMillis(),
        rate,
        partial,
        reformations,
        run.perMember(),
        run.latencies(),
        run.slices());
  }

  public static RunResult with(RunResult run, List<Timeline.Slice> slices) {
    return new RunResult(
        run.bytes(),
        run.writes(),
        run.seconds(),
        run.startMillis(),
        run.rate(),
        run.partial(),
        run.reformations(),
        run.perMember(),
        run.latencies(),
        slices);
  }

  public static Histogram latencies(long... micros) {
    Histogram latencies = Timeline.newHistogram();
    for (long each : micros) {
      latencies.recordValue(each * 1000);
    }
    return latencies;
  }
}
