package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.GroupChange;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * The receiving side of a handle: events that wait, and the dispatch that runs them. Embedded
 * handles and those of a daemon's clients have the same one.
 *
 * <p>One thread adds and hands over; any thread dispatches, one at a time.
 */
public final class HandleStream {
  private final EvsListener listener;
  private final HandleQueue queue;
  private final LongConsumer consumed;
  private final ReentrantLock dispatching = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Optional<EvsException> lost = Optional.empty();
  private volatile boolean lostDispatched;

  HandleStream(EvsListener listener, HandleQueue queue) {
    this(listener, queue, bytes -> {});
  }

  private HandleStream(EvsListener listener, HandleQueue queue, LongConsumer consumed) {
    this.listener = listener;
    this.queue = queue;
    this.consumed = consumed;
  }

  /**
   * A stream whose bound is kept by whoever adds.
   *
   * @param consumed told, in the dispatching thread, what each event taken had cost in bytes
   */
  public static HandleStream of(EvsListener listener, LongConsumer consumed) {
    return new HandleStream(listener, new HandleQueue(Long.MAX_VALUE, () -> {}), consumed);
  }

  HandleQueue queue() {
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
      queue.addLast(new HandleEvent.Lost(reason));
      lost(reason);
      queue.handOver();
    }
  }

  /** The stream has ended. */
  void lost(EvsException reason) {
    lost = Optional.of(reason);
  }

  /** Throws BAD_HANDLE if the handle was closed. */
  public void checkOpen() {
    if (closed.get()) {
      throw new EvsException(EvsException.Code.BAD_HANDLE, "the handle was closed");
    }
  }

  /** Throws BAD_HANDLE if the handle was closed, and the reason if its stream has ended. */
  public void checkAlive() {
    checkOpen();
    lost.ifPresent(HandleStream::raise);
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
            lost.ifPresent(HandleStream::raise);
          }
        }
    }
  }

  /** As {@link Evs#dispatchOne}. */
  public boolean dispatchOne(Duration timeout) {
    checkDispatchable();
    long nanos;
    try {
      nanos = Math.max(0, timeout.toNanos());
    } catch (ArithmeticException centuries) {
      nanos = Long.MAX_VALUE;
    }
    return runNext(nanos);
  }

  private void checkDispatchable() {
    checkOpen();
    if (lostDispatched) {
      lost.ifPresent(HandleStream::raise);
    }
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

  /** Waits for an event and runs it; false after the time-out, close, or an interrupt. */
  private boolean runNext(long timeoutNanos) {
    dispatching.lock();
    try {
      Optional<HandleEvent> event = queue.await(timeoutNanos);
      if (event.isEmpty() || closed.get()) {
        return false;
      }
      run(event.get());
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
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
    queue.onReadable(callback == null ? () -> {} : callback);
  }

  /** Ends dispatch; false if that was done before. */
  public boolean close() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    queue.close();
    return true;
  }
}
