package io.evs.flight;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The flight recorder: an event with and without a list of nodes, and a copy of all it holds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlightBenchmark {
  private static final int[] NODES = {1, 2, 3, 4, 5};

  private final FlightRecorder recorder = new FlightRecorder(FlightRecorder.SLOTS);
  private long now;

  /** As full as after some minutes. */
  @Setup
  public void fill() {
    while (recorder.written() < FlightRecorder.SLOTS) {
      event();
    }
  }

  /** One event, as each sum of token visits is. */
  @Benchmark
  public long event() {
    recorder.event(++now, FlightKind.TOKENS, 2, now, now, now);
    return recorder.written();
  }

  /** One event with a list, as each join message is. */
  @Benchmark
  public long eventWithList() {
    recorder.event(++now, FlightKind.JOIN_HEARD, 2, 0, 0, 0);
    recorder.list(FlightList.PROCESSORS, NODES);
    return recorder.written();
  }

  /** What the loop does at each change of the ring. */
  @Benchmark
  public long[] snapshot() {
    return recorder.snapshot();
  }
}
