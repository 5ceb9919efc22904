package io.evs.ipc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.EvsException;
import io.evs.ipc.frame.LockCodec;
import io.evs.ipc.frame.Protocol;
import io.evs.lock.Lease;
import io.evs.lock.Locks;
import io.evs.lock.table.LockInfo;
import io.evs.node.EvsNode;
import io.evs.node.LoneNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one client asks of its daemon, while the locks themselves stand still. */
@Timeout(60)
class ServedLocksTest {
  private final AtomicInteger counted = new AtomicInteger();
  private final AtomicInteger wentOn = new AtomicInteger();

  /** Types of the frames that came back. */
  private final BlockingQueue<Integer> answered = new LinkedBlockingQueue<>();

  private final CountDownLatch standing = new CountDownLatch(1);
  private final CountDownLatch still = new CountDownLatch(1);
  private final ExecutorService server = Executors.newSingleThreadExecutor();
  private final EvsNode node = LoneNode.start();
  private DaemonLocks locks;
  private ServedLocks served;

  private final class Counting implements ServedLocks.Client {
    @Override
    public Optional<EvsException> take(int has) {
      counted.incrementAndGet();
      return Optional.empty();
    }

    @Override
    public void give() {
      counted.decrementAndGet();
    }

    @Override
    public void goOn() {
      wentOn.incrementAndGet();
    }

    @Override
    public void answer(byte[] frame) {
      answered.add(Byte.toUnsignedInt(frame[Integer.BYTES]));
    }

    @Override
    public void execute(Runnable task) {
      try {
        server.execute(task);
      } catch (RejectedExecutionException ended) {
        // The server has closed, and its connections with it.
        return;
      }
    }
  }

  @BeforeEach
  void theLocksStandStill() throws Exception {
    locks = new DaemonLocks(node);
    served = new ServedLocks(new Counting(), locks);
    served.open(1, new LockInfo.Asker(65534, 4711));
    locks.open().desk().whenTaken(this::awaitStill);
    assertThat(standing.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private void awaitStill() {
    standing.countDown();
    try {
      still.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() {
    still.countDown();
    locks.close();
    node.close();
    server.shutdownNow();
  }

  private void frame(int type, int id, byte... body) throws Exception {
    ByteBuffer frame = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(server.submit(() -> served.serve((byte) type, id, frame)).get()).isTrue();
  }

  private void tick(long now) throws Exception {
    server.submit(() -> served.tick(now)).get();
  }

  /** T14-1: one who asked and gave up without end filled the node's memory. */
  @Test
  void whatIsGivenUpCountsUntilTheRingHasTakenThat() throws Exception {
    for (int id = 1; id <= ServedLocks.CLIENT_MAX; id++) {
      assertThat(served.isFull()).isFalse();
      if (id % 2 == 0) {
        frame(Protocol.LOCK_REQUEST, id, LockCodec.WAITS, (byte) 1, (byte) 0, (byte) 'a');
      } else {
        frame(Protocol.LOCK_WATCH, id, (byte) 1, (byte) 0, (byte) 'a');
      }
      frame(Protocol.LOCK_RELEASE, id);
    }
    assertThat(served.isFull()).isTrue();
    assertThat(counted).hasValue(ServedLocks.CLIENT_MAX);
    still.countDown();
    await().atMost(Duration.ofSeconds(30)).until(() -> counted.get() == 0);
    assertThat(served.isFull()).isFalse();
    assertThat(wentOn).hasValue(1);
  }

  private void asks(int id) throws Exception {
    frame(Protocol.LOCK_REQUEST, id, LockCodec.WAITS, (byte) 1, (byte) 0, (byte) 'a');
  }

  private void awaitAnswer(byte type) throws InterruptedException {
    assertThat(answered.poll(30, TimeUnit.SECONDS)).isEqualTo(Byte.toUnsignedInt(type));
  }

  /** What a client asked for that is gone before it is granted is the next one's at once. */
  @Test
  void whoIsGoneDuringTheGrantDoesNotKeepTheLock() throws Exception {
    asks(1);
    server.submit(served::close).get();
    still.countDown();
    try (Locks next = Locks.open(node)) {
      next.acquire("a", false, Duration.ofSeconds(30)).close();
    }
    assertThat(answered).as("nothing is told to who is gone").isEmpty();
  }

  /** A process that is stopped keeps its connection: only the clock tells. */
  @Test
  void whoIsNotHeardOfForALeaseHasLost() throws Exception {
    still.countDown();
    long before = System.nanoTime();
    asks(1);
    awaitAnswer(Protocol.LOCK_GRANTED);
    long kept = Lease.kept(locks.open().lease()).toNanos();
    tick(before + kept);
    asks(3);
    long beat = System.nanoTime();
    frame(Protocol.LOCK_BEAT, 2);
    awaitAnswer(Protocol.LOCK_LEASE);
    tick(beat + kept);
    assertThat(answered).as("it was heard of").isEmpty();
    tick(System.nanoTime() + kept);
    awaitAnswer(Protocol.LOCK_LOST);
    awaitAnswer(Protocol.LOCK_GRANTED);
  }
}
