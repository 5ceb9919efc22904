package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.node.flow.LoopThrottle;
import io.evs.node.flow.QueueBudget;
import io.evs.node.flow.RelayOwner;
import io.evs.node.flow.StallDetector;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueBudgetTest {
  private static final int EVENT_BYTES = 1000;

  private final QueueBudget budget = new QueueBudget(10 * EVENT_BYTES);
  private final HandleQueue slow = queue();
  private final HandleQueue other = queue();

  private HandleQueue queue() {
    return new HandleQueue(
        100 * EVENT_BYTES,
        100 * EVENT_BYTES,
        () -> {},
        nanos -> {},
        budget.enter(new RelayOwner("user", true)),
        StallDetector.never());
  }

  private static boolean add(HandleQueue queue) {
    byte[] payload = new byte[EVENT_BYTES - 256];
    boolean added =
        queue.add(
            new HandleEvent.Message(
                new io.evs.Delivery(
                    List.of(),
                    new GroupMember(new NodeId(1), 1),
                    Guarantee.AGREED,
                    new RingId(1, 1),
                    1,
                    payload)));
    queue.handOver();
    return added;
  }

  @Test
  void whoHoldsMoreThanItsShareOfAnExhaustedBudgetGetsNoMore() {
    for (int i = 0; i < 10; i++) {
      assertThat(add(slow)).isTrue();
    }
    assertThat(add(slow)).isFalse();
    assertThat(slow.percent(0)).isEqualTo(100);
    assertThat(other.percent(0)).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(add(other)).as("within its share").isTrue();
    }
    assertThat(add(other)).isFalse();
  }

  @Test
  void whatIsTakenOrThrownAwayIsGivenBack() {
    for (int i = 0; i < 10; i++) {
      add(slow);
    }
    while (slow.poll().isPresent()) {
      continue;
    }
    assertThat(budget.usedBytes()).isZero();
    for (int i = 0; i < 10; i++) {
      add(slow);
    }
    slow.discard();
    assertThat(budget.usedBytes()).isZero();
    for (int i = 0; i < 10; i++) {
      assertThat(add(other)).as("now it has all of it").isTrue();
    }
  }

  @Test
  void whenManyTogetherAreSlowTheRingIsSlowedDownBeforeAnyoneIsRefused() {
    LoopThrottle throttle = new LoopThrottle(budget, 1_000_000_000L);
    add(slow);
    add(other);
    assertThat(slow.percent(0)).isEqualTo(40);
    add(slow);
    add(other);
    add(slow);
    assertThat(slow.percent(0)).isEqualTo(100);
    assertThat(other.percent(0)).as("holds less than half of its share").isEqualTo(80);
    assertThat(throttle.nanos()).isZero();
    add(other);
    add(slow);
    assertThat(throttle.nanos()).isEqualTo(20_000_000L * 40 * 40 / 10_000);
    for (int i = 0; i < 3; i++) {
      assertThat(add(other)).isTrue();
    }
    assertThat(throttle.nanos()).isEqualTo(20_000_000L);
  }

  @Test
  void oneThatIsSlowAloneDoesNotHoldTheLoop() {
    LoopThrottle throttle = new LoopThrottle(budget, 1_000_000_000L);
    for (int i = 0; i < 5; i++) {
      add(slow);
    }
    assertThat(throttle.nanos()).isZero();
    assertThat(other.percent(0)).isZero();
  }

  @Test
  void noMemberIsSuspectedBecauseOfIt() {
    LoopThrottle fast = new LoopThrottle(new QueueBudget(1), 120_000_000L);
    assertThat(fast.nanos()).isZero();
    QueueBudget used = new QueueBudget(1000);
    used.add(5000);
    assertThat(new LoopThrottle(used, 120_000_000L).nanos()).isEqualTo(3_750_000L);
  }
}
