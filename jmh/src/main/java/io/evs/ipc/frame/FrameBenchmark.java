package io.evs.ipc.frame;

import io.evs.Delivery;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The head of the frame in which a daemon hands a message to a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameBenchmark {
  private final ByteBuffer to = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
  private final GroupsCache groups = new GroupsCache();
  private final Delivery delivery =
      new Delivery(
          List.of(new Group("chat"), new Group("all")),
          new GroupMember(new NodeId(1), 77),
          Guarantee.AGREED,
          new RingId(1, 8),
          4711,
          new byte[1300]);

  /** Writes one. */
  @Benchmark
  public int messageHead() {
    to.clear();
    EventCodec.putMessageHead(to, 3, delivery, groups);
    return to.position();
  }
}
