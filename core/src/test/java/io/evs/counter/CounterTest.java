package io.evs.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.Guarantee;
import io.evs.node.EvsNode;
import io.evs.node.LoneNode;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counters on one node; what happens to nodes is for the simulator's runs of replicated states. */
@Timeout(60)
class CounterTest {
  private final EvsNode node = LoneNode.start();

  @AfterEach
  void close() {
    node.close();
  }

  private static <T> T await(CompletableFuture<T> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  @Test
  void everyAddIsAnsweredOnceAndJoinersHaveTheNumber() throws Exception {
    try (Counter one = Counter.open(node, "hits");
        Counter two = Counter.open(node, "hits", Guarantee.AGREED)) {
      List<CompletableFuture<Long>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(one.addAndGet(1));
        answers.add(two.addAndGet(1));
      }
      List<Long> sums = new ArrayList<>();
      for (CompletableFuture<Long> each : answers) {
        sums.add(await(each));
      }
      assertThat(sums).doesNotHaveDuplicates().hasSize(100).contains(1L, 100L);
      try (Counter joiner = Counter.open(node, "hits")) {
        assertThat(await(joiner.here())).isEqualTo(100);
        assertThat(await(joiner.addAndGet(-100))).isZero();
      }
      assertThat(await(one.get())).isZero();
    }
  }

  @Test
  void oneOfThoseWhoExpectTheSameSetsIt() throws Exception {
    try (Counter one = Counter.open(node, "turn");
        Counter two = Counter.open(node, "turn")) {
      CompletableFuture<Boolean> first = one.compareAndSet(0, 7);
      CompletableFuture<Boolean> second = two.compareAndSet(0, 8);
      assertThat(await(first) ^ await(second)).isTrue();
      assertThat(await(one.get())).isEqualTo(first.join() ? 7 : 8).isEqualTo(await(two.get()));
    }
  }

  @Test
  void aSumBeyondALongFailsAndLeavesTheNumber() throws Exception {
    try (Counter counter = Counter.open(node, "big")) {
      assertThat(await(counter.addAndGet(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
      assertThatThrownBy(() -> await(counter.addAndGet(1)))
          .hasRootCauseInstanceOf(ArithmeticException.class);
      assertThat(await(counter.get())).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void whatIsNoCommandIsNoneEverywhere() {
    DataInputStream from = new DataInputStream(new ByteArrayInputStream(new byte[] {3, 0}));
    assertThatThrownBy(() -> new CounterLogic().readCommand(from)).isInstanceOf(IOException.class);
  }
}
