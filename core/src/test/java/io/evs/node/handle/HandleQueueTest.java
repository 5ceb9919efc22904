package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HandleQueueTest {
  private final AtomicInteger wakeups = new AtomicInteger();
  private final HandleQueue queue = new HandleQueue(10_000, wakeups::incrementAndGet);

  private static HandleEvent message(int sequence, int length) {
    return new HandleEvent.Message(
        new Delivery(
            List.of(new Group("g")),
            new GroupMember(new NodeId(1), 1),
            Guarantee.AGREED,
            new RingId(1, 4),
            sequence,
            new byte[length]));
  }

  @Test
  void handsOverATurnAtOnceAndInOrder() throws Exception {
    HandleEvent first = message(1, 10);
    HandleEvent second = message(2, 10);
    queue.add(first);
    queue.add(second);
    assertThat(queue.poll()).isEmpty();
    queue.handOver();
    assertThat(queue.poll()).contains(first);
    assertThat(await(queue, 1)).contains(second);
    assertThat(await(queue, 1)).isEmpty();
  }

  @Test
  void tellsOncePerTurnHowLongItsFirstEventWaited() throws Exception {
    List<Long> waits = new ArrayList<>();
    HandleQueue timed = new HandleQueue(10_000, () -> {}, waits::add);
    for (int turn = 0; turn < 3; turn++) {
      for (int i = 0; i < 4; i++) {
        timed.add(message(i, 10));
      }
      timed.handOver();
    }
    for (int i = 0; i < 12; i++) {
      assertThat(await(timed, 1)).isPresent();
      assertThat(waits).hasSize(i / 4 + 1);
    }
    assertThat(timed.poll()).isEmpty();
    assertThat(waits).hasSize(3).allMatch(each -> each > 0);
  }

  @Test
  void refusesWhatPassesTheBoundButNeverTheEnd() {
    assertThat(queue.add(message(1, 9000))).isTrue();
    assertThat(queue.add(message(2, 9000))).isFalse();
    assertThat(queue.percent(0)).isGreaterThan(90);
    HandleEvent.Lost end =
        new HandleEvent.Lost(new EvsException(EvsException.Code.NO_RESOURCES, "too slow"));
    queue.addFree(end);
    queue.handOver();
    assertThat(queue.poll()).isPresent();
    assertThat(queue.poll()).contains(end);
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void wakesTheLoopWhenItFallsBelowHalf() {
    for (int i = 0; i < 8; i++) {
      queue.add(message(i, 900));
    }
    queue.handOver();
    assertThat(wakeups).hasValue(0);
    while (queue.poll().isPresent()) {
      assertThat(wakeups.get()).isLessThanOrEqualTo(1);
    }
    assertThat(wakeups).hasValue(1);
  }

  /** What is taken is kept by whoever took it, and counts until that is over. */
  @Test
  void theEventTakenLastCountsUntilItIsFinished() {
    HandleEvent first = message(1, 900);
    HandleEvent second = message(2, 900);
    queue.add(first);
    queue.add(second);
    queue.handOver();
    queue.poll();
    queue.poll();
    assertThat(queue.bytes()).isEqualTo(second.bytes());
    queue.finished();
    assertThat(queue.bytes()).isZero();
    queue.finished();
    assertThat(queue.poll()).isEmpty();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void callsBackWhenItWasEmpty() {
    AtomicInteger calls = new AtomicInteger();
    queue.onReadable(calls::incrementAndGet);
    queue.add(message(1, 1));
    queue.handOver();
    queue.add(message(2, 1));
    queue.handOver();
    assertThat(calls).hasValue(1);
    queue.poll();
    queue.poll();
    queue.add(message(3, 1));
    queue.handOver();
    assertThat(calls).hasValue(2);
  }

  @Test
  void wakesWhoWaits() throws Exception {
    CompletableFuture<Optional<HandleEvent>> waiting = CompletableFuture.supplyAsync(this::await);
    HandleEvent event = message(1, 1);
    queue.add(event);
    queue.handOver();
    assertThat(waiting.get(5, TimeUnit.SECONDS)).contains(event);
    CompletableFuture<Optional<HandleEvent>> second = CompletableFuture.supplyAsync(this::await);
    queue.close();
    assertThat(second.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  private Optional<HandleEvent> await() {
    try {
      return await(queue, TimeUnit.SECONDS.toNanos(10));
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static Optional<HandleEvent> await(HandleQueue queue, long nanos)
      throws InterruptedException {
    long seen = queue.arrivals();
    Optional<HandleEvent> event = queue.poll();
    if (event.isPresent()) {
      return event;
    }
    queue.awaitArrival(seen, nanos);
    return queue.poll();
  }
}
