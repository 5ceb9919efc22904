package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.evs.Delivered;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.ExpectsLog;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.node.EvsNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an application does wrong ends nothing but what is its own: the member, the connection and
 * other handles go on, and it is told what was wrong.
 */
@Timeout(60)
@ExpectsLog({"the listener failed", "handle's executor failed", "onReadable callback"})
class MisuseTest {
  private static final EvsListener DEAF = new EvsListener() {};
  private static final Duration CENTURIES = Duration.ofSeconds(Long.MAX_VALUE);

  @TempDir private static Path folder;
  private static Daemon daemon;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Group group = Group.of("misuse");

  /** Of the test at hand. */
  private EvsMember member;

  private enum Kind {
    NODE,
    CLIENT
  }

  @BeforeAll
  static void start() throws Exception {
    daemon = Daemon.ringOf(1, folder).get(0);
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  /** A member that a test may close. */
  private EvsMember member(Kind kind) throws IOException {
    if (kind == Kind.CLIENT) {
      member = EvsClient.connect(daemon.socket, "misuse");
      return member;
    }
    member = EvsNode.start(Daemon.ring().build());
    member.awaitMembers(1, Daemon.LONG);
    return member;
  }

  @AfterEach
  void end() {
    Thread.interrupted();
    threads.shutdownNow();
    if (member != null) {
      member.close();
    }
  }

  private static Delivered get(CompletableFuture<Delivered> delivered) throws Exception {
    return delivered.get(30, TimeUnit.SECONDS);
  }

  private static void refused(ThrowingCallable call, EvsException.Code code, String part) {
    assertThatThrownBy(call)
        .isInstanceOf(EvsException.class)
        .hasMessageContaining(part)
        .extracting(thrown -> ((EvsException) thrown).code())
        .isEqualTo(code);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  /** A handle whose first events were dispatched. */
  private static Evs emptied(EvsMember member) {
    Evs handle = member.open(DEAF);
    handle.dispatchOne(Daemon.LONG);
    handle.dispatch(Evs.Dispatch.ALL);
    return handle;
  }

  private void goesOn() throws Exception {
    try (Evs other = member.open(DEAF)) {
      get(other.flush());
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void throwAnything(Throwable thrown) throws E {
    throw (E) thrown;
  }

  // ---- callbacks

  @ParameterizedTest
  @EnumSource
  void aCallbackThatThrowsOrInterruptsItsThreadEndsNothing(Kind kind) throws Exception {
    Evs handle = emptied(member(kind));
    AtomicInteger called = new AtomicInteger();
    handle.onReadable(
        () -> {
          called.incrementAndGet();
          Thread.currentThread().interrupt();
          throwAnything(new IOException("of the application"));
        });
    handle.join(group);
    await().until(() -> called.get() > 0);
    goesOn();
    CompletableFuture<Delivered> sent = handle.send(new byte[1], group);
    Thread own = Thread.currentThread();
    get(
        sent.whenComplete(
            (place, failure) -> {
              if (Thread.currentThread() != own) {
                Thread.currentThread().interrupt();
              }
            }));
    goesOn();
  }

  @ParameterizedTest
  @EnumSource
  void anExecutorThatFailsEndsItsHandleOnly(Kind kind) throws Exception {
    List<Throwable> failures =
        List.of(new IllegalStateException("broken"), new OutOfMemoryError("no threads"));
    member(kind);
    for (Throwable failure : failures) {
      Executor broken = task -> throwAnything(failure);
      Evs handle = member.open(DEAF, broken);
      await()
          .untilAsserted(
              () ->
                  refused(
                      () -> handle.join(group),
                      EvsException.Code.LIBRARY,
                      "executor failed, and so it was closed: " + failure));
      goesOn();
    }
  }

  /** Other languages of the JVM, and tricks in Java, throw checked exceptions. */
  @ParameterizedTest
  @EnumSource
  void whateverAListenerThrowsEndsItsHandle(Kind kind) throws Exception {
    CompletableFuture<EvsException> told = new CompletableFuture<>();
    EvsListener failing =
        new EvsListener() {
          @Override
          public void onMessage(Delivery delivery) {
            throwAnything(new IOException("checked"));
          }

          @Override
          public void onDisconnected(EvsException reason) {
            told.complete(reason);
          }
        };
    Evs handle = member(kind).open(failing, threads);
    handle.join(group);
    CompletableFuture<Delivered> sent = handle.send(new byte[1], group);
    assertThat(told.get(30, TimeUnit.SECONDS)).hasRootCauseMessage("checked");
    assertThatThrownBy(() -> get(sent)).hasRootCauseMessage("checked");
  }

  @Test
  void aListenerIsToldOfTheEndOnce() throws Exception {
    AtomicInteger told = new AtomicInteger();
    EvsListener failing =
        new EvsListener() {
          @Override
          public void onDisconnected(EvsException reason) {
            told.incrementAndGet();
            throw new IllegalStateException("no end");
          }
        };
    ExecutorService one = Executors.newSingleThreadExecutor();
    member(Kind.NODE).open(failing, one);
    member.close();
    await().until(() -> told.get() > 0);
    one.shutdown();
    assertThat(one.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(told).hasValue(1);
  }

  // ---- threads

  /** What runs there must not wait for it: it would stop the member for as long. */
  @ParameterizedTest
  @EnumSource
  void theMembersOwnThreadIsNotWaitedForInItself(Kind kind) throws Exception {
    Evs handle = member(kind).open(DEAF);
    List<Runnable> calls =
        List.of(
            member::groups,
            member::close,
            () -> member.close(Duration.ZERO),
            () -> member.open(DEAF),
            () -> member.awaitMembers(2, Daemon.LONG));
    for (Runnable call : calls) {
      CompletableFuture<Void> chained = new CompletableFuture<>();
      Evs blocked = emptied(member);
      blocked.onReadable(
          () -> {
            try {
              call.run();
              chained.complete(null);
            } catch (RuntimeException refused) {
              chained.completeExceptionally(refused);
            }
          });
      blocked.join(group);
      assertThatThrownBy(() -> chained.get(8, TimeUnit.SECONDS))
          .hasMessageContaining("own thread, which must not wait");
      blocked.close();
    }
    get(handle.flush());
  }

  @Test
  void theMembersOwnThreadDoesNotWaitForRoomThatItMakes() throws Exception {
    Evs handle = emptied(member(Kind.NODE));
    CompletableFuture<Void> sent = new CompletableFuture<>();
    handle.onReadable(
        () -> {
          try {
            for (int i = 0; i < 100; i++) {
              handle.multicast(new byte[Evs.MESSAGE_MAX_BYTES], group);
            }
          } catch (EvsException full) {
            sent.completeExceptionally(full);
          }
        });
    handle.join(group);
    assertThatThrownBy(() -> sent.get(30, TimeUnit.SECONDS))
        .hasMessageContaining("the send queue is full, and the member's own thread");
    handle.onReadable(null);
    get(handle.flush());
  }

  /** A thread that waits for events kept all others out, whatever their limit. */
  @ParameterizedTest
  @EnumSource
  void whoWaitsForEventsKeepsNobodyFromDispatching(Kind kind) throws Exception {
    Evs handle = emptied(member(kind));
    CountDownLatch waits = new CountDownLatch(1);
    CompletableFuture<Void> blocking =
        CompletableFuture.runAsync(
            () -> {
              waits.countDown();
              handle.dispatch(Evs.Dispatch.BLOCKING);
            },
            threads);
    waitFor(waits);
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Boolean> second =
          CompletableFuture.supplyAsync(() -> handle.dispatchOne(Duration.ofMillis(5)), threads);
      assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
    }
    CompletableFuture.runAsync(() -> handle.dispatch(Evs.Dispatch.ALL), threads)
        .get(10, TimeUnit.SECONDS);
    handle.close();
    blocking.get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void allWhoDispatchShareTheEventsAndSeeTheEnd(Kind kind) throws Exception {
    AtomicInteger messages = new AtomicInteger();
    EvsListener counting =
        new EvsListener() {
          @Override
          public void onMessage(Delivery delivery) {
            messages.incrementAndGet();
          }
        };
    Evs handle = member(kind).open(counting);
    List<CompletableFuture<Void>> dispatching = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      dispatching.add(
          CompletableFuture.runAsync(() -> handle.dispatch(Evs.Dispatch.BLOCKING), threads));
    }
    handle.join(group);
    for (int i = 0; i < 300; i++) {
      handle.multicast(new byte[1], group);
    }
    await().untilAsserted(() -> assertThat(messages).hasValue(300));
    member.close();
    for (CompletableFuture<Void> each : dispatching) {
      // A client closes its handles itself; those of a node end.
      assertThat(each.handle((done, failure) -> true).get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** What named a handle that was closed meanwhile ended the connection, and all its handles. */
  @ParameterizedTest
  @EnumSource
  void aHandleThatIsClosedWhileOthersUseItEndsAlone(Kind kind) throws Exception {
    Evs bystander = member(kind).open(DEAF);
    for (int round = 0; round < 10; round++) {
      Evs handle = member.open(DEAF);
      CountDownLatch busy = new CountDownLatch(3);
      List<Runnable> uses =
          List.of(
              () -> handle.multicast(new byte[1], group),
              () -> handle.send(new byte[1], group),
              () -> {
                handle.join(group);
                handle.leave(group);
              });
      List<CompletableFuture<EvsException>> ends = new ArrayList<>();
      for (Runnable use : uses) {
        ends.add(CompletableFuture.supplyAsync(() -> usedUntilRefused(use, busy), threads));
      }
      waitFor(busy);
      handle.close();
      for (CompletableFuture<EvsException> end : ends) {
        assertThat(end.get(30, TimeUnit.SECONDS).code()).isEqualTo(EvsException.Code.BAD_HANDLE);
      }
      get(bystander.flush());
    }
  }

  private static EvsException usedUntilRefused(Runnable use, CountDownLatch busy) {
    try {
      while (true) {
        use.run();
        busy.countDown();
      }
    } catch (EvsException refused) {
      return refused;
    }
  }

  @Test
  void aPathThatNoSocketCanHaveIsNoReasonToTryAgain() {
    Path endless = folder.resolve("x".repeat(200));
    refused(() -> EvsClient.connect(endless), EvsException.Code.INVALID_PARAM, "longer");
  }

  // ---- interrupts

  /** A pool that is shut down interrupts its threads, and then the member is closed. */
  @ParameterizedTest
  @EnumSource
  void aThreadThatWasInterruptedSendsWhatWasAccepted(Kind kind) throws Exception {
    member(kind);
    Listening receiver = new Listening(daemon.node::open);
    receiver.evs.join(group);
    get(receiver.evs.flush());
    Evs handle = member.open(DEAF);
    List<CompletableFuture<Delivered>> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sent.add(handle.send(new byte[10_000], group));
    }
    Thread.currentThread().interrupt();
    member.close(Duration.ofSeconds(20));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(sent).allMatch(CompletableFuture::isDone);
    if (kind == Kind.NODE) {
      assertThat(sent).noneMatch(CompletableFuture::isCompletedExceptionally);
      assertThat(member.status().state()).isEqualTo("CLOSED");
    } else {
      await().untilAsserted(() -> assertThat(receiver.deliveries).hasSize(300));
    }
    receiver.evs.close();
  }

  /** Nobody closes a handle that nobody was given: it slows the ring, as its events wait. */
  @ParameterizedTest
  @EnumSource
  void aHandleThatNobodyWaitedForIsClosed(Kind kind) throws Exception {
    member(kind);
    EvsMember node = kind == Kind.NODE ? member : daemon.node;
    Evs blocking = emptied(member);
    int before = node.status().handles();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    blocking.onReadable(
        () -> {
          blocked.countDown();
          waitFor(asked);
        });
    blocking.join(group);
    waitFor(blocked);
    for (int i = 0; i < 5; i++) {
      Thread.currentThread().interrupt();
      refused(() -> member.open(DEAF), EvsException.Code.TIMEOUT, "interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
    asked.countDown();
    // Behind all that.
    member.open(DEAF).close();
    await().untilAsserted(() -> assertThat(node.status().handles()).isEqualTo(before));
  }

  // ---- arguments

  @ParameterizedTest
  @EnumSource
  void whatIsNullIsRefusedBeforeAnythingIsSent(Kind kind) throws Exception {
    Evs handle = member(kind).open(DEAF);
    List<Group> groups = new ArrayList<>();
    groups.add(null);
    List<ThrowingCallable> calls =
        List.of(
            () -> handle.send(null, List.of(group), new byte[1]),
            () -> handle.multicast(null, List.of(group), new byte[1]),
            () -> handle.tryMulticast(null, List.of(group), new byte[1]),
            () -> handle.multicast(Guarantee.SAFE, List.of(group), null),
            () -> handle.multicast(Guarantee.SAFE, groups, new byte[1]),
            () -> handle.multicast(Guarantee.SAFE, null, new byte[1]),
            () -> handle.join(groups),
            () -> handle.dispatchOne(null),
            () -> handle.dispatchUntil(() -> true, null),
            () -> handle.dispatch(null),
            () -> member.open(null),
            () -> member.open(null, threads),
            () -> member.open(DEAF, null),
            () -> member.openOperator(null),
            () -> member.awaitMembers(1, null),
            () -> member.statusOfAll(null),
            () -> member.close(null));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
    }
    // A client wrote half a frame, and everything behind it was lost.
    get(handle.send(new byte[1], group));
  }

  /** It was the group "?" on the ring, and another one in its own process. */
  @Test
  void halfACharacterIsNoName() {
    refused(() -> Group.of("a\ud83d"), EvsException.Code.INVALID_PARAM, "half a character");
    assertThat(Group.of("a\ud83d\ude00").byteLength()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void limitsMayBeAnyLengthOfTime(Kind kind) throws Exception {
    Evs handle = member(kind).open(DEAF);
    assertThat(handle.dispatchOne(CENTURIES)).isTrue();
    handle.dispatch(Evs.Dispatch.ALL);
    assertThat(handle.dispatchOne(CENTURIES.negated())).isFalse();
    AtomicInteger asked = new AtomicInteger();
    assertThat(handle.dispatchUntil(() -> asked.incrementAndGet() > 2, CENTURIES)).isTrue();
    assertThat(handle.dispatchUntil(() -> false, CENTURIES.negated())).isFalse();
    assertThat(member.awaitMembers(1, CENTURIES).members()).hasSize(1);
    refused(
        () -> member.awaitMembers(2, CENTURIES.negated()), EvsException.Code.TIMEOUT, "after 0 ms");
    refused(
        () -> member.awaitMembers(0, CENTURIES), EvsException.Code.INVALID_PARAM, "use 1 or more");
    handle.multicast(new byte[1], group);
    member.close(CENTURIES);
    assertThatThrownBy(() -> handle.multicast(new byte[1], group)).hasMessageContaining("closed");
  }

  @ParameterizedTest
  @EnumSource
  void closingAtTheEndOfTheProcessIsAskedForAnyNumberOfTimes(Kind kind) throws Exception {
    member(kind);
    member.closeOnShutdown();
    member.closeOnShutdown();
    member.close();
    member.closeOnShutdown();
  }
}
