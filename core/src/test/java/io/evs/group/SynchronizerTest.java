package io.evs.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SynchronizerTest {
  private static final long TOKEN = 1_000;
  private static final long WAIT = Synchronizer.WAIT_TOKENS * TOKEN;
  private static final RingId RING = new RingId(1, 4);

  private final Synchronizer synchronizer = new Synchronizer(TOKEN);

  private void begin(long now) {
    synchronizer.begin(now, RING, new int[] {1, 2}, node -> false);
  }

  private void tell(int node) {
    synchronizer.received(
        node, RING, new ServiceMessage.State(7, new TreeMap<>(), java.util.Optional.empty()));
  }

  @Test
  void anExchangeThatEndsIsNeverOverdue() {
    begin(5);
    assertThat(synchronizer.deadline()).isEqualTo(5 + WAIT);
    tell(1);
    tell(2);
    assertThat(synchronizer.isComplete()).isTrue();
    assertThat(synchronizer.deadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(synchronizer.isOverdue(Long.MAX_VALUE - 1)).isFalse();
  }

  @Test
  void eachExchangeThatFailsDoublesTheWaitAndOneThatEndsResetsIt() {
    long now = 0;
    for (int failures = 0; failures < 9; failures++) {
      begin(now);
      tell(1);
      long wait = WAIT << Math.min(failures, 6);
      assertThat(synchronizer.isOverdue(now + wait - 1)).isFalse();
      assertThat(synchronizer.isOverdue(now + wait)).isTrue();
      assertThat(synchronizer.isOverdue(now + wait)).as("told once").isFalse();
      now += wait;
    }
    begin(now);
    tell(1);
    tell(2);
    begin(now);
    assertThat(synchronizer.deadline()).isEqualTo(now + WAIT);
  }
}
