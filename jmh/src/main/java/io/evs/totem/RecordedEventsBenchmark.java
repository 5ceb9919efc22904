package io.evs.totem;

import io.evs.RingId;
import io.evs.flight.FlightRecorder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the ring pays for being recorded: a token visit, a packet, a request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordedEventsBenchmark {
  private static final int[] MEMBERS = {1, 2, 3};
  private static final long ROTATION_NANOS = 150_000;

  private final RecordedEvents events = new RecordedEvents(new FlightRecorder(4096));
  private final RingState ring = new RingState(new RingId(1, 4), MEMBERS, 2, 0, 0);
  private long now;
  private int seq;

  /** A visit of the token. */
  @Benchmark
  public long visit() {
    now += ROTATION_NANOS;
    events.visited(now, ring);
    return now;
  }

  /** A packet of a busy ring, one of a hundred asked for before. */
  @Benchmark
  public int packet() {
    seq++;
    if (seq % 100 == 0) {
      events.requested(seq);
    }
    events.received(1 + seq % 3, seq, 1400);
    return seq;
  }
}
