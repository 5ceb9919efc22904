package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Delivery;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.node.flow.QueueOwner;
import io.evs.node.flow.StallDetector;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallDetectorTest {
  private final AtomicLong now = new AtomicLong();
  private final HandleQueue queue =
      new HandleQueue(
          1000_000,
          500_000,
          () -> {},
          nanos -> {},
          QueueOwner.alone(),
          new StallDetector(100, now::get));

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      queue.add(
          new HandleEvent.Message(
              new Delivery(
                  List.of(),
                  new GroupMember(new NodeId(1), 1),
                  Guarantee.AGREED,
                  new RingId(1, 1),
                  i,
                  new byte[9744])));
    }
    queue.handOver();
  }

  @Test
  void whoHasStoppedNoLongerSlowsTheRing() {
    now.set(1000);
    add(60);
    assertThat(queue.percent(now.get())).as("since now there is something to take").isEqualTo(100);
    now.set(1100);
    assertThat(queue.percent(now.get())).isEqualTo(100);
    now.set(1101);
    assertThat(queue.percent(now.get())).isZero();
    add(1);
    assertThat(queue.percent(now.get())).as("more of it is no progress").isZero();
  }

  @Test
  void whoTakesSomethingIsOnlySlow() {
    add(60);
    now.set(1000);
    assertThat(queue.percent(now.get())).isZero();
    for (int i = 0; i < 7; i++) {
      assertThat(queue.poll()).isPresent();
    }
    assertThat(queue.percent(now.get())).isEqualTo(100);
  }
}
