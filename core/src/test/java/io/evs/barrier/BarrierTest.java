package io.evs.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.node.EvsNode;
import io.evs.node.LoneNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parties on one node; what happens to nodes is for the simulator. */
@Timeout(60)
class BarrierTest {
  private final EvsNode node = LoneNode.start();

  @AfterEach
  void close() {
    node.close();
  }

  private static EvsException failure(CompletableFuture<Passage> entry) throws Exception {
    return (EvsException) entry.handle((passage, why) -> why).get(30, TimeUnit.SECONDS);
  }

  @Test
  void partiesMeetAgainAndAgain() throws Exception {
    try (Barrier one = Barrier.open(node, "start", 2);
        Barrier two = Barrier.open(node, "start", 2)) {
      for (int round = 0; round < 3; round++) {
        CompletableFuture<Passage> first = one.enter();
        Passage second = two.await(Duration.ofSeconds(30));
        assertThat(second.parties())
            .hasSize(2)
            .isEqualTo(first.get(30, TimeUnit.SECONDS).parties());
        assertThat(second.index() + first.join().index()).isEqualTo(1);
      }
    }
  }

  @Test
  void whoWaitsTooLongGivesUpAndBreaksItForTheOthers() throws Exception {
    try (Barrier one = Barrier.open(node, "start", 3);
        Barrier two = Barrier.open(node, "start", 3)) {
      CompletableFuture<Passage> waits = one.enter();
      assertThat(failure(one.enter())).hasMessageContaining("waits at barrier start already");
      CompletableFuture<Passage> gives = two.enter();
      assertThatThrownBy(() -> gives.get(50, TimeUnit.MILLISECONDS)).isNotNull();
      gives.cancel(false);
      assertThat(failure(waits).code()).isEqualTo(EvsException.Code.TRY_AGAIN);
      assertThatThrownBy(() -> one.await(Duration.ofMillis(1)))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining("not all came to barrier start in time");
    }
  }

  @Test
  void whoWaitsWhenTheNodeEndsIsTold() throws Exception {
    Barrier barrier = Barrier.open(node, "start", 2);
    CompletableFuture<Passage> waits = barrier.enter();
    node.close();
    // What it would have sent may find the end before the handle's last event tells it.
    assertThat(failure(waits).code())
        .isIn(EvsException.Code.LIBRARY, EvsException.Code.IN_SHUTDOWN)
        .isEqualTo(failure(barrier.enter()).code());
    barrier.close();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> Barrier.open(node, "x".repeat(25), 2))
        .hasMessageContaining("1 to 24 bytes");
    assertThatThrownBy(() -> Barrier.open(node, "x", -1)).hasMessageContaining("1 to 1000");
  }
}
