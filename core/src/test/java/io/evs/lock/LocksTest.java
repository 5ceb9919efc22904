package io.evs.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.EvsException;
import io.evs.node.EvsNode;
import io.evs.node.LoneNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks at one real node; what happens to nodes is for the simulator's runs. */
@Timeout(60)
class LocksTest {
  private static final Duration AGES = Duration.ofSeconds(Long.MAX_VALUE);

  private final EvsNode node = LoneNode.start();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void theNextInTheQueueGetsItWithAGreaterToken() throws Exception {
    try (Locks one = Locks.open(node);
        Locks two = Locks.open(node)) {
      HeldLock first = one.acquire("db", false, AGES);
      CompletableFuture<HeldLock> waits = two.request("db", false);
      assertThat(two.list(AGES))
          .singleElement()
          .satisfies(each -> assertThat(each.holders()).hasSize(1));
      assertThatThrownBy(() -> two.tryAcquire("db", true, AGES)).hasMessage("lock db is not free");
      assertThatThrownBy(() -> two.acquire("db", false, Duration.ofMillis(20)))
          .hasMessage("lock db was not granted in 20 ms");
      first.close();
      assertThat(waits.get(30, TimeUnit.SECONDS).fence()).isGreaterThan(first.fence());
      assertThat(first.isHeld()).isFalse();
      assertThat(first.loss()).isCancelled();
    }
  }

  @Test
  void whatEndsTheNodeEndsTheLocks() throws Exception {
    Locks locks = Locks.open(node);
    HeldLock held = locks.acquire("db", false, AGES);
    node.close();
    held.loss().get(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> locks.request("db", false).get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(EvsException.class);
    assertThatThrownBy(() -> locks.list(AGES)).isInstanceOf(EvsException.class);
    locks.close();
    assertThatThrownBy(() -> locks.list(AGES)).isInstanceOf(EvsException.class);
  }

  @Test
  void closingGivesUpWhatIsHeldAndIsNoLoss() throws Exception {
    Locks locks = Locks.open(node);
    HeldLock held = locks.acquire("db", false, AGES);
    // The next one may be granted it while the thread of these locks is still busy.
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    locks.watch(
        "other",
        lock -> {
          busy.countDown();
          await().atMost(Duration.ofSeconds(30)).until(() -> seen.getCount() == 0);
        });
    assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
    locks.close();
    assertThat(held.isHeld()).isFalse();
    assertThat(held.loss()).isCancelled();
    seen.countDown();
    try (Locks after = Locks.open(node)) {
      after.acquire("db", false, Duration.ofSeconds(30)).close();
    }
    assertThatThrownBy(() -> locks.request("db", false).get())
        .hasRootCauseMessage("lock table was closed");
  }

  /** Limits of centuries were an arithmetic exception. */
  @Test
  void leasesAreBounded() {
    assertThatThrownBy(() -> Locks.open(node, AGES)).hasMessageContaining("out of range");
    assertThatThrownBy(() -> Locks.open(node, Duration.ofMillis(1)))
        .hasMessage("a lease of 1 ms is out of range; use 500 ms to one hour");
  }
}
