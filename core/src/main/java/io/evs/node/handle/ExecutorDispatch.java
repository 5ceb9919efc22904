package io.evs.node.handle;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the events of a handle on an executor, in order and one at a time. Nothing is submitted
 * while no event waits, and a task runs a bounded number of events, so that handles can share a
 * thread. Any thread.
 */
final class ExecutorDispatch implements Runnable {
  private static final int EVENTS_MAX = 256;

  private final EventStream stream;
  private final Executor executor;

  /** How often events have arrived since they were looked for; above 0 a task is on its way. */
  private final AtomicInteger arrivals = new AtomicInteger();

  ExecutorDispatch(EventStream stream, Executor executor) {
    this.stream = stream;
    this.executor = executor;
  }

  /** Events have arrived where none waited. */
  void arrived() {
    if (arrivals.getAndIncrement() == 0) {
      submit();
    }
  }

  private void submit() {
    try {
      executor.execute(this);
    } catch (Throwable refusal) {
      // An executor is the application's, and this thread is often the member's own.
      stream.refused(refusal);
    }
  }

  @Override
  public void run() {
    int seen = arrivals.get();
    while (seen != 0) {
      if (stream.runSome(EVENTS_MAX)) {
        submit();
        return;
      }
      seen = arrivals.addAndGet(-seen);
    }
  }
}
