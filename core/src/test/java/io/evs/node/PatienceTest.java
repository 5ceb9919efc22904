package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.flow.Patience;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(100);
  private long now = 5;

  private void slow(Patience patience, long seconds) {
    for (long end = now + TimeUnit.SECONDS.toNanos(seconds); now < end; now += TURN) {
      patience.slows(now);
    }
  }

  @Test
  void endsAfterAMinuteAndComesBackMoreSlowly() {
    Patience patience = new Patience(false);
    slow(patience, 59);
    assertThat(patience.isOver(now)).isFalse();
    slow(patience, 2);
    assertThat(patience.isOver(now)).isTrue();
    now += TimeUnit.SECONDS.toNanos(230);
    assertThat(patience.isOver(now)).isTrue();
    now += TimeUnit.SECONDS.toNanos(20);
    assertThat(patience.isOver(now)).isFalse();
    assertThat(patience.isWhole(now)).isFalse();
    slow(patience, 35);
    assertThat(patience.isOver(now)).as("only half of it was back").isTrue();
    now += TimeUnit.SECONDS.toNanos(600);
    assertThat(patience.isWhole(now)).isTrue();
  }

  @Test
  void whoIsSlowNowAndThenIsWaitedFor() {
    Patience patience = new Patience(false);
    for (int i = 0; i < 100; i++) {
      slow(patience, 5);
      now += TimeUnit.SECONDS.toNanos(60);
      assertThat(patience.isOver(now)).isFalse();
    }
  }

  @Test
  void thatOfWhoAdministersHasNoEnd() {
    Patience patience = new Patience(true);
    slow(patience, 1000);
    assertThat(patience.isOver(now)).isFalse();
  }
}
