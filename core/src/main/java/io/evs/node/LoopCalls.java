package io.evs.node;

import io.evs.EvsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs something on a node's loop thread and waits for its result. Any other thread. */
final class LoopCalls {
  private static final long WAIT_SECONDS = 10;

  private final NodeLoop loop;
  private final BooleanSupplier ended;

  LoopCalls(NodeLoop loop, BooleanSupplier ended) {
    this.loop = loop;
    this.ended = ended;
  }

  /** Throws NOT_SUPPORTED on the loop thread, which would wait for itself. */
  void refuseOwnThread() {
    if (loop.isOwnThread()) {
      throw new EvsException(
          EvsException.Code.NOT_SUPPORTED,
          "this is the member's own thread, which must not wait for the member: call from another"
              + " thread, such as one of an executor");
    }
  }

  /**
   * Runs it in a turn to come.
   *
   * @throws EvsException that of the task; LIBRARY if the member has ended, or does not answer in
   *     10 s; TIMEOUT if this thread is interrupted; NOT_SUPPORTED on the loop thread
   */
  <T> T call(Supplier<T> task) {
    refuseOwnThread();
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(task.get());
          } catch (RuntimeException error) {
            result.completeExceptionally(error);
          }
        });
    // Whoever ends the loop runs the tasks that came before; what comes later fails here.
    if (ended.getAsBoolean()) {
      result.completeExceptionally(
          new EvsException(EvsException.Code.LIBRARY, "the member was closed"));
    }
    try {
      return result.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
    } catch (TimeoutException stuck) {
      throw new EvsException(
          EvsException.Code.LIBRARY, "the member did not answer in 10 s; it is overloaded", stuck);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof EvsException) {
        throw (EvsException) failed.getCause();
      }
      throw new EvsException(
          EvsException.Code.LIBRARY, "internal fault: " + failed.getCause(), failed.getCause());
    }
  }
}
