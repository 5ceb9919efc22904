package io.evs.cli.group;

import io.evs.Delivered;
import java.util.concurrent.CompletableFuture;

/** How many received each of a row of messages, at their places in the order. Any thread. */
final class DeliveryTally {
  private final CompletableFuture<Integer> result = new CompletableFuture<>();
  private int least = Integer.MAX_VALUE;

  /** Messages on their way, and one for the row until its end. */
  private long underway = 1;

  /** Another message is on its way. */
  synchronized void add(CompletableFuture<Delivered> message) {
    underway++;
    message.whenComplete(this::delivered);
  }

  private synchronized void delivered(Delivered place, Throwable lost) {
    if (lost != null) {
      result.completeExceptionally(lost);
      return;
    }
    least = Math.min(least, place.receivers());
    countDown();
  }

  /**
   * No message follows.
   *
   * @return the fewest that received one of them, 0 without any message, when all are delivered;
   *     fails with why one will not be
   */
  synchronized CompletableFuture<Integer> end() {
    countDown();
    return result;
  }

  private void countDown() {
    underway--;
    if (underway == 0) {
      result.complete(least == Integer.MAX_VALUE ? 0 : least);
    }
  }
}
