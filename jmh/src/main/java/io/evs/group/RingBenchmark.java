package io.evs.group;

import io.evs.Group;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The engine of a ring of three in one thread, over a network that only copies: what one message
 * costs from its submission until all three have delivered it, with its part of the tokens' visits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingBenchmark {
  private static final List<Group> GROUPS = List.of(new Group("chat"));
  private static final int QUEUED_BYTES = 40_000;

  /** Bytes of a message. */
  @Param({"64", "1300"})
  public int size;

  /** Whether it is safe, and not agreed. */
  @Param({"false", "true"})
  public boolean safe;

  private QuietNetwork network;
  private byte[] payload;
  private long wanted;
  private int sender;

  /** Forms the ring. */
  @Setup
  public void form() {
    network = new QuietNetwork(3);
    payload = new byte[size];
    while (!network.isFormed()) {
      network.step();
    }
    wanted = network.nodes[0].messages;
  }

  /** One message more; the three send in turn, and each keeps its queue filled. */
  @Benchmark
  public long orderAndDeliver() {
    while (network.nodes[sender].member.queuedBytes() > QUEUED_BYTES) {
      network.step();
    }
    network.nodes[sender].member.submit(network.now, 7, safe, GROUPS, payload);
    sender = (sender + 1) % 3;
    wanted++;
    // What is ordered is as much as what is submitted, but for what the queues hold.
    long behind = 3L * QUEUED_BYTES / size;
    while (network.nodes[2].messages + behind < wanted) {
      network.step();
    }
    return network.nodes[2].digest;
  }
}
