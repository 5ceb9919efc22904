package io.evs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.Guarantee;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread of a service, over a handle that the test plays. */
@Timeout(60)
@ExpectsLog("lock table has ended, as what it calls failed")
class ServiceThreadTest {
  private final List<Runnable> onClose = new ArrayList<>();
  private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
  private final CompletableFuture<EvsException> ended = new CompletableFuture<>();
  private final CompletableFuture<Thread> thread = new CompletableFuture<>();
  private volatile @Nullable EvsException joining;
  private volatile int full;
  private volatile @Nullable EvsListener listener;
  private volatile @Nullable Executor executor;

  private Object handle(String method, Object[] arguments) {
    switch (method) {
      case "join":
        if (joining != null) {
          throw joining;
        }
        break;
      case "tryMulticast":
        if (full-- > 0) {
          throw new EvsException(EvsException.Code.TRY_AGAIN, "full");
        }
        sent.add((byte[]) arguments[2]);
        break;
      case "close":
        onClose.forEach(Runnable::run);
        break;
      default:
        throw new AssertionError(method);
    }
    return null;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  private final Evs evs =
      proxy(Evs.class, (self, method, arguments) -> handle(method.getName(), arguments));

  private ServiceThread opened() {
    EvsMember member =
        proxy(
            EvsMember.class,
            (self, method, arguments) -> {
              listener = (EvsListener) arguments[0];
              executor = (Executor) arguments[1];
              return evs;
            });
    return new ServiceThread(member, "lock table", new Group("g"));
  }

  /** A service whose deadline is an hour ahead. */
  private class Waiting implements ServiceThread.Service {
    @Override
    public void configuration(long now, ConfigurationChange change) {}

    @Override
    public void group(long now, GroupChange change) {}

    @Override
    public void message(long now, Delivery delivery) {}

    @Override
    public long deadline() {
      return System.nanoTime() + TimeUnit.HOURS.toNanos(1);
    }

    @Override
    public void ended(EvsException reason) {
      ended.complete(reason);
    }
  }

  private ServiceThread begun(ServiceThread.Service service) {
    ServiceThread begun = opened();
    begun.begin(service);
    begun.run(() -> thread.complete(Thread.currentThread()));
    return begun;
  }

  /** An event that came between the end of the thread and that of the handle was an error. */
  @Test
  void theThreadTakesEventsUntilTheHandleIsClosed() throws Exception {
    ServiceThread service = begun(new Waiting());
    CountDownLatch event = new CountDownLatch(1);
    AtomicBoolean closed = new AtomicBoolean();
    onClose.add(
        () -> {
          if (!closed.getAndSet(true)) {
            executor.execute(event::countDown);
          }
        });
    service.close();
    assertThat(event.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.get()).hasMessage("lock table was closed");
  }

  @Test
  void theThreadEndsWithTheServiceWhateverItsTimer() throws Exception {
    ServiceThread service = begun(new Waiting());
    Thread its = thread.get(30, TimeUnit.SECONDS);
    service.close();
    service.close();
    its.join(30_000);
    assertThat(its.isAlive()).isFalse();
    CompletableFuture<EvsException> after = new CompletableFuture<>();
    service.run(() -> {}, after::complete);
    assertThat(after.get(30, TimeUnit.SECONDS).code()).isEqualTo(EvsException.Code.BAD_HANDLE);
  }

  @Test
  void whatFindsNoRoomIsSentAgainInItsOrder() throws Exception {
    ServiceThread service = begun(new Waiting());
    full = 3;
    service.run(
        () -> {
          for (byte i = 0; i < 3; i++) {
            service.send(Guarantee.AGREED, new byte[] {i});
          }
        });
    for (byte i = 0; i < 3; i++) {
      assertThat(sent.poll(30, TimeUnit.SECONDS)).containsExactly(i);
    }
    service.close();
  }

  /** An exception in a task of the thread used to stop its timer, and nobody was told. */
  @Test
  void whatThrowsEndsTheServiceAndSaysSo() throws Exception {
    ServiceThread service = begun(new Waiting());
    service.run(
        () -> {
          throw new IllegalStateException("no such row");
        });
    assertThat(ended.get(30, TimeUnit.SECONDS))
        .hasMessage("lock table failed: no such row")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(service.ended()).isNotNull();
    service.close();
  }

  @Test
  void aTimerThatThrowsEndsTheServiceToo() throws Exception {
    ServiceThread service =
        begun(
            new Waiting() {
              private final long passed = System.nanoTime();

              @Override
              public long deadline() {
                return passed;
              }

              @Override
              public void timers(long now) {
                throw new IllegalStateException("no such timer");
              }
            });
    assertThat(ended.get(30, TimeUnit.SECONDS)).hasMessageContaining("no such timer");
    service.close();
  }

  @Test
  void theEndOfTheHandleIsTheServicesEnd() throws Exception {
    ServiceThread service = begun(new Waiting());
    EvsException gone = new EvsException(EvsException.Code.LIBRARY, "the daemon has ended");
    executor.execute(() -> listener.onDisconnected(gone));
    assertThat(ended.get(30, TimeUnit.SECONDS)).isSameAs(gone);
    service.close();
  }

  @Test
  void whoMayNotJoinLeavesNoThreadBehind() throws Exception {
    joining = new EvsException(EvsException.Code.ACCESS, "not allowed");
    ServiceThread service = opened();
    assertThatThrownBy(() -> service.begin(new Waiting()))
        .hasMessageStartingWith("lock table needs an administrator of the node: ")
        .hasCause(joining);
    assertThat(ended.get(30, TimeUnit.SECONDS).code()).isEqualTo(EvsException.Code.BAD_HANDLE);
  }

  @Test
  void waitingForAnAnswerSaysWhatItFailedWith() {
    EvsException known = new EvsException(EvsException.Code.ACCESS, "not allowed");
    Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
    assertThatThrownBy(() -> ServiceThread.await(CompletableFuture.failedFuture(known), ages))
        .isSameAs(known);
    assertThatThrownBy(() -> ServiceThread.await(new CompletableFuture<>(), Duration.ZERO))
        .isInstanceOf(TimeoutException.class);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ServiceThread.await(answer, ages)).isInstanceOf(EvsException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).isCancelled();
  }
}
