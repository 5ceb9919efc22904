package io.evs.cli.group;

import io.evs.Delivered;
import io.evs.EvsException;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** How many received each of a row of messages, at their places in the order. Any thread. */
final class DeliveryTally {
  private long underway;
  private OptionalInt least = OptionalInt.empty();
  private EvsException failure;

  /** Another message is on its way. */
  synchronized void add(CompletableFuture<Delivered> message) {
    underway++;
    message.whenComplete(this::delivered);
  }

  private synchronized void delivered(Delivered place, Throwable lost) {
    underway--;
    if (lost instanceof EvsException reason) {
      failure = reason;
    } else {
      int receivers = place.receivers();
      least = OptionalInt.of(Math.min(receivers, least.orElse(receivers)));
    }
  }

  /**
   * Whether all of them are delivered.
   *
   * @throws EvsException why one will not be
   */
  synchronized boolean isComplete() {
    if (failure != null && failure.code() == EvsException.Code.LIBRARY) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "the connection to the ring is lost: " + failure.getMessage(),
          "",
          failure);
    }
    if (failure != null) {
      throw new EvsException(failure.code(), failure.getMessage(), failure);
    }
    return underway == 0;
  }

  /** The fewest that received one of them; 0 without any message. */
  synchronized int least() {
    return least.orElse(0);
  }
}
