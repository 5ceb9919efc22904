package io.evs.node.handle;

import io.evs.ConfigurationChange;
import io.evs.Delivered;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.GroupChange;
import io.evs.node.process.DaemonThreads;
import io.evs.text.Spans;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving side of a handle: events that wait, and the dispatch that runs them, in threads of
 * the application or on its executor. Embedded handles and those of a daemon's clients have the
 * same one.
 *
 * <p>One thread adds and hands over; any thread dispatches, one at a time.
 */
public final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final EvsListener listener;
  private final HandleQueue queue;
  private final LongConsumer consumed;
  private final boolean hasExecutor;
  private final PendingDeliveries pending = new PendingDeliveries();
  private final ReentrantLock dispatching = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Optional<EvsException> lost = Optional.empty();
  private volatile boolean lostDispatched;

  /** Adding thread. */
  private boolean wakingFailed;

  /** What ended the handle in this process, which is not to be seen as closed by its owner. */
  private volatile Optional<EvsException> failure = Optional.empty();

  private volatile Runnable onFailure = () -> {};

  public EventStream(EvsListener listener, Optional<Executor> executor, HandleQueue queue) {
    this(listener, executor, queue, bytes -> {});
  }

  private EventStream(
      EvsListener listener, Optional<Executor> executor, HandleQueue queue, LongConsumer consumed) {
    this.listener = Objects.requireNonNull(listener, "listener");
    this.queue = queue;
    this.consumed = consumed;
    this.hasExecutor = executor.isPresent();
    executor.ifPresent(each -> queue.onReadable(new ExecutorDispatch(this, each)::arrived));
  }

  /**
   * A stream whose bound is kept by whoever adds.
   *
   * @param executor what runs its events; empty if the application dispatches them
   * @param consumed told, in the dispatching thread, what each event taken had cost in bytes
   */
  public static EventStream of(
      EvsListener listener, Optional<Executor> executor, LongConsumer consumed) {
    HandleQueue queue = new HandleQueue(Long.MAX_VALUE, () -> {});
    return new EventStream(listener, executor, queue, consumed);
  }

  /** Runs, once, when the listener or the executor has failed and the handle is to be closed. */
  void onFailure(Runnable action) {
    onFailure = action;
  }

  public HandleQueue queue() {
    return queue;
  }

  /** Collects a message; adding thread. */
  public void add(Delivery delivery) {
    queue.add(new HandleEvent.Message(delivery));
  }

  /** Collects a configuration change; adding thread. */
  public void add(ConfigurationChange change) {
    queue.add(new HandleEvent.Configured(change));
  }

  /** Collects a group change; adding thread. */
  public void add(GroupChange change) {
    queue.add(new HandleEvent.Grouped(change));
  }

  /** Gives what was collected to the dispatching thread; adding thread. */
  public void handOver() {
    queue.handOver();
  }

  /** Ends the stream behind what was added; adding thread. */
  public void end(EvsException reason) {
    if (lost.isEmpty()) {
      queue.addFree(new HandleEvent.Lost(reason));
      lost(reason);
      queue.handOver();
    }
  }

  /** The stream has ended. */
  public void lost(EvsException reason) {
    lost = Optional.of(reason);
    pending.end(reason);
  }

  /**
   * Somebody wants to know when a message is delivered. The result completes behind the events that
   * come before the message: on an executor when those were run, else when they can be dispatched.
   *
   * @param delivered to be completed in the adding thread, behind those events
   */
  CompletableFuture<Delivered> confirm(CompletableFuture<Delivered> delivered) {
    CompletableFuture<Delivered> told = pending.add();
    delivered.whenComplete(
        (place, failure) -> {
          if (hasExecutor && failure == null) {
            queue.addFree(new HandleEvent.Confirmed(() -> pending.settle(told, place, null)));
            queue.handOver();
          } else {
            pending.settle(told, place, failure);
          }
        });
    return told;
  }

  /** A message was not sent, and its sender was told. */
  void unsent(CompletableFuture<Delivered> told) {
    pending.forget(told);
  }

  /** Throws BAD_HANDLE if the handle was closed, and the reason if it failed. */
  public void checkOpen() {
    failure.ifPresent(EventStream::raise);
    if (closed.get()) {
      throw new EvsException(EvsException.Code.BAD_HANDLE, "the handle was closed");
    }
  }

  /** Throws BAD_HANDLE if the handle was closed, and the reason if its stream has ended. */
  public void checkAlive() {
    checkOpen();
    lost.ifPresent(EventStream::raise);
  }

  /** The reason again, with the caller's stack. */
  private static void raise(EvsException reason) {
    throw new EvsException(reason.code(), reason.getMessage(), reason);
  }

  /** As {@link Evs#dispatch}. */
  public void dispatch(Evs.Dispatch type) {
    checkDispatchable();
    switch (type) {
      case ONE:
        runNext(Long.MAX_VALUE);
        break;
      case ALL:
        runWaiting();
        break;
      default:
        while (!closed.get() && !Thread.currentThread().isInterrupted()) {
          runNext(Long.MAX_VALUE);
          if (lostDispatched) {
            lost.ifPresent(EventStream::raise);
          }
        }
    }
  }

  /** As {@link Evs#dispatchOne}. */
  public boolean dispatchOne(Duration timeout) {
    checkDispatchable();
    return runNext(Spans.nanos(timeout));
  }

  private void checkDispatchable() {
    checkOpen();
    checkNoExecutor();
    if (lostDispatched) {
      lost.ifPresent(EventStream::raise);
    }
  }

  private void checkNoExecutor() {
    if (hasExecutor) {
      throw new EvsException(
          EvsException.Code.NOT_SUPPORTED,
          "this handle was opened with an executor, which runs its events");
    }
  }

  /**
   * Runs so many events at most that wait; for an executor.
   *
   * @return whether more may wait
   */
  boolean runSome(int most) {
    dispatching.lock();
    try {
      for (int count = 0; count < most && !closed.get(); count++) {
        Optional<HandleEvent> event = queue.poll();
        if (event.isEmpty()) {
          return false;
        }
        run(event.get());
      }
      return !closed.get();
    } catch (Throwable thrown) {
      // Everything: other languages, and tricks in this one, throw checked exceptions, too.
      listenerFailed(thrown);
      if (thrown instanceof Error error) {
        throw error;
      }
      return false;
    } finally {
      dispatching.unlock();
    }
  }

  private void listenerFailed(Throwable thrown) {
    if (!fail("the listener failed, and so its handle was closed: " + thrown, thrown, thrown)) {
      LOG.error("the listener failed when its handle was closed already", thrown);
      return;
    }
    if (lostDispatched) {
      return;
    }
    lostDispatched = true;
    try {
      listener.onDisconnected(failure.get());
    } catch (Throwable again) {
      LOG.error("the listener failed again when it was told", again);
    }
  }

  /** The executor takes no task; in the thread that adds, which must neither wait nor fail. */
  void refused(Throwable refusal) {
    boolean shutDown = refusal instanceof RejectedExecutionException;
    String sentence =
        shutDown
            ? "the handle's executor takes no more tasks, and so it was closed"
            : "the handle's executor failed, and so it was closed: " + refusal;
    Runnable end = () -> fail(sentence, refusal, shutDown ? null : refusal);
    try {
      DaemonThreads.of("evs-handle-end", end).start();
    } catch (OutOfMemoryError noThreads) {
      end.run();
    }
  }

  /** Ends the handle; false if that was done before. */
  private boolean fail(String sentence, Throwable cause, Throwable logged) {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    EvsException reason = new EvsException(EvsException.Code.LIBRARY, sentence, cause);
    failure = Optional.of(reason);
    queue.close();
    pending.end(reason);
    LOG.error(sentence, logged);
    onFailure.run();
    return true;
  }

  private void runWaiting() {
    dispatching.lock();
    try {
      Optional<HandleEvent> event;
      while (!closed.get() && (event = queue.poll()).isPresent()) {
        run(event.get());
      }
    } finally {
      dispatching.unlock();
    }
  }

  /**
   * Waits for an event and runs it; false after the time-out, close, an interrupt, or the end that
   * another thread has run. Others may dispatch while this waits.
   */
  private boolean runNext(long timeoutNanos) {
    try {
      long arrivals = queue.arrivals();
      if (dispatching.tryLock() && runLocked()) {
        return true;
      }
      long begin = System.nanoTime();
      while (!closed.get() && !lostDispatched) {
        queue.awaitArrival(arrivals, timeoutNanos - (System.nanoTime() - begin));
        arrivals = queue.arrivals();
        long left = timeoutNanos - (System.nanoTime() - begin);
        if (dispatching.tryLock(left, TimeUnit.NANOSECONDS) && runLocked()) {
          return true;
        }
        if (left <= 0) {
          return false;
        }
      }
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs an event if one waits, and unlocks. */
  private boolean runLocked() {
    try {
      Optional<HandleEvent> event = closed.get() ? Optional.empty() : queue.poll();
      event.ifPresent(this::run);
      return event.isPresent();
    } finally {
      dispatching.unlock();
    }
  }

  private void run(HandleEvent event) {
    lostDispatched |= event instanceof HandleEvent.Lost;
    consumed.accept(event.bytes());
    event.run(listener);
  }

  /** As {@link Evs#onReadable}. */
  public void onReadable(Runnable callback) {
    checkOpen();
    checkNoExecutor();
    queue.onReadable(callback == null ? () -> {} : () -> wake(callback));
  }

  /** The thread that adds is not the application's: nothing of what a callback does may end it. */
  private void wake(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable thrown) {
      if (!wakingFailed) {
        wakingFailed = true;
        LOG.error("the onReadable callback of a handle failed", thrown);
      }
    }
  }

  /** Ends dispatch; false if that was done before. */
  public boolean close() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    queue.close();
    pending.end(new EvsException(EvsException.Code.BAD_HANDLE, "the handle was closed"));
    return true;
  }
}
