package io.evs.cli.group;

import io.evs.Delivered;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.RingStarter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One handle on one member, and waiting for things to happen on it. */
final class GroupSession implements AutoCloseable {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final long LOOK_MILLIS = 10;

  private final EvsMember member;
  private final Evs handle;

  private GroupSession(EvsMember member, EvsListener listener) {
    this.member = member;
    this.handle = member.open(listener);
  }

  static GroupSession open(RingStarter starter, EvsConfig config, EvsListener listener) {
    EvsMember member = starter.start(config);
    try {
      GroupSession session = new GroupSession(member, listener);
      Formation.await(member);
      return session;
    } catch (RuntimeException | Error e) {
      member.close();
      throw e;
    }
  }

  Evs handle() {
    return handle;
  }

  /** Waits for others to be in the configuration; false if this member stays alone. */
  boolean awaitOthers(Duration limit) {
    return Formation.hasMembers(member, 2, limit);
  }

  /**
   * Waits until everything that this handle has asked for is delivered, and everything that was
   * ordered before, the exchange of the groups' members above all; and runs its events.
   */
  void flush() {
    CompletableFuture<Delivered> flushed = handle.flush();
    long deadline = System.nanoTime() + ANSWER_TIMEOUT.toNanos();
    while (!isDone(flushed)) {
      checkTime(deadline, ANSWER_TIMEOUT);
      run(() -> handle.dispatch(Evs.Dispatch.ALL));
    }
    run(() -> handle.dispatch(Evs.Dispatch.ALL));
  }

  private static boolean isDone(CompletableFuture<Delivered> flushed) {
    try {
      flushed.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException failed) {
      throw lost(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", e);
    }
  }

  /** Waits until what was sent with that tally is delivered to this node. */
  void awaitDelivered(DeliveryTally tally) {
    dispatchUntil(tally::isComplete, ANSWER_TIMEOUT);
  }

  /** Runs events until the condition holds. */
  void dispatchUntil(BooleanSupplier done, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      checkTime(deadline, limit);
      dispatch();
    }
  }

  private static void checkTime(long deadline, Duration limit) {
    if (System.nanoTime() - deadline >= 0) {
      throw new CliException(
          ExitCode.UNREACHABLE, "the ring did not answer within " + limit.toSeconds() + " s");
    }
  }

  /** Runs at most one event, waiting for it a little. */
  void dispatch() {
    run(() -> handle.dispatchOne(SLICE));
  }

  /** Dispatching fails once the handle has lost its ring. */
  private static void run(Runnable dispatch) {
    try {
      dispatch.run();
    } catch (EvsException reason) {
      throw lost(reason);
    }
  }

  private static CliException lost(Throwable reason) {
    return new CliException(
        ExitCode.UNREACHABLE,
        "the connection to the ring is lost: " + reason.getMessage(),
        "",
        reason);
  }

  @Override
  public void close() {
    handle.close();
    member.close();
  }
}
