package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.flow.Pace;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = 1_000_000L;

  private static int taken(Pace pace, long now) {
    int count = 0;
    while (pace.take(now)) {
      count++;
    }
    return count;
  }

  @Test
  void aBurstAndThenSoManyASecond() {
    Pace pace = new Pace(10, 4);
    long now = -50 * MILLI;
    assertThat(taken(pace, now)).isEqualTo(4);
    assertThat(taken(pace, now + 99 * MILLI)).isZero();
    assertThat(taken(pace, now + 100 * MILLI)).isEqualTo(1);
    assertThat(taken(pace, now + 350 * MILLI)).isEqualTo(2);
    assertThat(taken(pace, now + 10_000 * MILLI)).isEqualTo(4);
  }
}
