package io.evs.node.handle;

import io.evs.Delivered;
import io.evs.EvsException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The messages of a handle of which somebody wants to know when they are delivered. None is left
 * waiting when the handle ends. Any thread.
 */
final class PendingDeliveries {
  private final Set<CompletableFuture<Delivered>> waiting = ConcurrentHashMap.newKeySet();
  private volatile Optional<EvsException> ended = Optional.empty();

  /** Another one. */
  CompletableFuture<Delivered> add() {
    CompletableFuture<Delivered> told = new CompletableFuture<>();
    waiting.add(told);
    // The end may have come between the caller's check and this.
    ended.ifPresent(this::end);
    return told;
  }

  /** It is delivered, or will not be. */
  void settle(CompletableFuture<Delivered> told, Delivered delivered, Throwable failure) {
    waiting.remove(told);
    if (failure == null) {
      told.complete(delivered);
    } else {
      told.completeExceptionally(failure);
    }
  }

  /** It was not sent, and its sender was told. */
  void forget(CompletableFuture<Delivered> told) {
    waiting.remove(told);
  }

  /** Nobody will tell any more. */
  void end(EvsException reason) {
    ended = Optional.of(reason);
    waiting.forEach(each -> settle(each, null, reason));
  }
}
