package io.evs.lock;

import java.util.concurrent.CompletableFuture;

/** A lock that is held, until it is closed or lost. Any thread. */
public final class HeldLock implements AutoCloseable {
  private final Runnable release;
  private final String name;
  private final long fence;
  private final CompletableFuture<Void> loss = new CompletableFuture<>();

  HeldLock(Runnable release, String name, long fence) {
    this.release = release;
    this.name = name;
    this.fence = fence;
  }

  /** Name of the lock. */
  public String name() {
    return name;
  }

  /**
   * The fencing token: above that of every earlier holder. What the lock protects should refuse
   * whoever comes with a lesser one than it has seen.
   */
  public long fence() {
    return fence;
  }

  /** Whether it is held, as far as is known here. */
  public boolean isHeld() {
    return !loss.isDone();
  }

  /**
   * Completes when the lock is lost, before anyone else is granted it: with quorum when the ring is
   * not primary any more, and always when nothing was heard of the ring for a lease. Completes on
   * the thread of the locks, which must not be blocked. Is cancelled by {@link #close}.
   */
  public CompletableFuture<Void> loss() {
    CompletableFuture<Void> told = new CompletableFuture<>();
    loss.whenComplete(
        (nothing, cancelled) -> {
          if (cancelled == null) {
            told.complete(null);
          } else {
            told.cancel(false);
          }
        });
    return told;
  }

  /** Runs something once it is given up or lost. */
  void whenOver(Runnable task) {
    loss.whenComplete((nothing, cancelled) -> task.run());
  }

  void lost() {
    loss.complete(null);
  }

  /** Gives the lock up. Further calls do nothing. */
  @Override
  public void close() {
    if (loss.cancel(false)) {
      release.run();
    }
  }
}
