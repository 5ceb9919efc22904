package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SubmissionQueueTest {
  private final AtomicInteger wakeups = new AtomicInteger();
  private final SubmissionQueue queue = new SubmissionQueue(10_000, wakeups::incrementAndGet);

  private static Submission.Message message(long process, int length) {
    return new Submission.Message(process, false, List.of(new Group("g")), new byte[length]);
  }

  private void accepted(long bytes, long waitingBytes) {
    queue.accepted(0, bytes, waitingBytes, 0);
  }

  @Test
  void keepsOrderAndWakesTheLoopOnlyWhenItWasEmpty() {
    Submission first = message(1, 10);
    Submission second = new Submission.Join(1, new Group("g"));
    queue.offer(first);
    queue.offer(second);
    Deque<Submission> taken = new ArrayDeque<>();
    queue.drainTo(taken);
    assertThat(taken).containsExactly(first, second);
    assertThat(wakeups).hasValue(1);
  }

  @Test
  void refusesWhatHasNoRoomUntilTheMemberAccepted() {
    Submission big = message(1, 6000);
    assertThat(queue.offer(big)).isTrue();
    assertThat(queue.offer(message(1, 6000))).isFalse();
    assertThat(queue.offer(new Submission.Down(1))).isTrue();
    queue.drainTo(new ArrayDeque<>());
    assertThat(queue.offer(message(1, 6000))).isFalse();
    accepted(big.bytes(), 0);
    assertThat(queue.offer(message(1, 6000))).isTrue();
  }

  /** The house, 10.3: what the member held had a bound of its own, so twice as much could wait. */
  @Test
  void whatTheMemberHasNotOrderedCountsToo() {
    AtomicInteger told = new AtomicInteger();
    queue.onRoom(told::incrementAndGet);
    Submission big = message(1, 6000);
    queue.offer(big);
    queue.drainTo(new ArrayDeque<>());
    accepted(big.bytes(), 6050);
    assertThat(queue.bytes()).isEqualTo(6050);
    assertThat(queue.offer(message(1, 6000))).isFalse();
    accepted(0, 6050);
    assertThat(told).hasValue(0);
    accepted(0, 3000);
    assertThat(told).hasValue(1);
    assertThat(queue.offer(message(1, 6000))).isTrue();
  }

  /** Whoever tried again and again got each bit of room, and whoever waits for half was starved. */
  @Test
  void nobodyIsServedBeforeThoseThatWait() {
    AtomicInteger told = new AtomicInteger();
    queue.onRoom(told::incrementAndGet);
    Submission small = message(1, 800);
    int taken = 0;
    while (queue.offer(small)) {
      taken++;
    }
    queue.drainTo(new ArrayDeque<>());
    long waiting = taken * small.bytes();
    accepted(waiting, waiting);
    while (waiting - small.bytes() > 5000) {
      waiting -= small.bytes();
      accepted(0, waiting);
      assertThat(queue.offer(small)).as("with %d bytes of 10000 waiting", waiting).isFalse();
      assertThat(told).hasValue(0);
    }
    accepted(0, waiting - small.bytes());
    assertThat(told).hasValue(1);
    assertThat(queue.offer(small)).isTrue();
  }

  @Test
  void putWaitsForRoom() throws Exception {
    Submission big = message(1, 9000);
    queue.put(big);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> queue.put(message(2, 9000)));
    Awaitility.await().during(java.time.Duration.ofMillis(100)).until(() -> !waiting.isDone());
    accepted(big.bytes(), 0);
    waiting.get(5, TimeUnit.SECONDS);
  }

  @Test
  void closeWakesWhoWaitsAndRefusesTheRest() {
    queue.put(message(1, 9000));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> queue.put(message(2, 9000)));
    queue.close();
    assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> assertThat(error.code()).isEqualTo(EvsException.Code.IN_SHUTDOWN));
    assertThatThrownBy(() -> queue.offer(message(1, 1))).isInstanceOf(EvsException.class);
  }

  @Test
  void losesNothingOfManyThreadsAndKeepsEachOnesOrder() throws Exception {
    int each = 5000;
    List<CompletableFuture<Void>> senders = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int process = t;
      senders.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < each; i++) {
                  byte[] payload = {(byte) i, (byte) (i >> 8)};
                  queue.put(
                      new Submission.Message(process, false, List.of(new Group("g")), payload));
                }
              }));
    }
    int[] next = new int[4];
    int total = 0;
    Deque<Submission> taken = new ArrayDeque<>();
    while (total < 4 * each) {
      queue.drainTo(taken);
      long bytes = 0;
      Submission one;
      while ((one = taken.poll()) != null) {
        byte[] payload = ((Submission.Message) one).payload();
        int i = (payload[0] & 0xff) | (payload[1] & 0xff) << 8;
        assertThat(i).isEqualTo(next[(int) one.processId()]++);
        bytes += one.bytes();
        total++;
      }
      accepted(bytes, 0);
      Thread.onSpinWait();
    }
    for (CompletableFuture<Void> sender : senders) {
      sender.get(5, TimeUnit.SECONDS);
    }
    assertThat(queue.bytes()).isZero();
  }

  /** What is not sent when a member closes may not have been taken by the loop yet. */
  @Test
  void messagesThatWaitAreCounted() {
    SubmissionQueue queue = new SubmissionQueue(1 << 20, () -> {});
    queue.put(new Submission.Message(1, false, List.of(), new byte[1]));
    queue.put(new Submission.Join(1, Group.of("chat")));
    queue.closeBehind(
        new Submission.Told(
            new Submission.Message(0, true, List.of(), new byte[0]), new CompletableFuture<>()));
    assertThat(queue.messages()).isEqualTo(2);
    assertThat(queue.isEmpty()).isFalse();
    queue.drainTo(new ArrayDeque<>());
    assertThat(queue.messages()).isZero();
    assertThat(queue.isEmpty()).isTrue();
  }
}
