package io.evs.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.evs.Group;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In steady state the engine allocates nothing per packet: counted in bytes, not timed. */
class AllocationTest {
  private static final List<Group> GROUPS = List.of(new Group("chat"));
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final QuietNetwork network = new QuietNetwork(3);

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Every member keeps its queue filled until so many messages more were delivered everywhere. */
  private void order(int messages, byte[] payload, boolean safe) {
    long target = network.nodes[0].messages + messages;
    long submitted = network.nodes[0].messages;
    while (least() < target) {
      for (int i = 0; i < 3 && submitted < target; i++) {
        Member member = network.nodes[i].member;
        if (member.queuedBytes() < 40_000
            && member.submit(network.now, 7, safe, GROUPS, payload) > 0) {
          submitted++;
        }
      }
      network.step();
    }
  }

  private long least() {
    QuietNetwork.Node[] nodes = network.nodes;
    return Math.min(nodes[0].messages, Math.min(nodes[1].messages, nodes[2].messages));
  }

  private void form() {
    for (int i = 0; i < 100_000 && !network.isFormed(); i++) {
      network.step();
    }
    assertThat(network.isFormed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"100, false", "100, true", "1300, false", "5000, true"})
  void orderingAndDeliveringAllocatesNothing(int payloadBytes, boolean safe) {
    form();
    byte[] payload = new byte[payloadBytes];
    // The least of some runs: until the compiler is done, iterators and boxes are still made.
    long least = Long.MAX_VALUE;
    long packets = 0;
    for (int run = 0; run < 12 && least > 0; run++) {
      long carriedBefore = network.carried;
      long before = allocated();
      order(200_000, payload, safe);
      least = Math.min(least, allocated() - before);
      packets = network.carried - carriedBefore;
    }
    assertThat(network.nodes[1].digest).isEqualTo(network.nodes[0].digest);
    assertThat(network.nodes[2].digest).isEqualTo(network.nodes[0].digest);
    assertThat(least).as("bytes over " + packets + " packets").isLessThan(packets / 100);
  }

  @Test
  void measuringAllocatesNextToNothing() {
    allocated();
    long before = allocated();
    assertThat(allocated() - before).isLessThan(1_000);
  }
}
