package io.evs.cli.group;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.RingStarter;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.WaitOptions;
import io.evs.node.process.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One handle on one member, whose events have a thread of their own, and waiting for answers. */
final class GroupSession implements AutoCloseable {
  private static final long ANSWER_SECONDS = 30;

  private final EvsMember member;
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(DaemonThreads.named("evs-group-events"));
  private final CountDownLatch joined = new CountDownLatch(1);
  private final Evs handle;

  private GroupSession(EvsMember member, EvsListener listener) {
    this.member = member;
    if (listener instanceof EventPrinter) {
      // So that a refusal comes before anything is printed.
      events.execute(this::awaitJoin);
    }
    this.handle = member.open(listener, events);
  }

  private void awaitJoin() {
    try {
      joined.await();
    } catch (InterruptedException refused) {
      Thread.currentThread().interrupt();
    }
  }

  static GroupSession open(
      RingStarter starter, EvsConfig config, WaitOptions waiting, EvsListener listener) {
    EvsMember member = starter.start(config);
    try {
      waiting.await(member);
      if (listener instanceof EventPrinter printer) {
        printer.begin(member.status());
      }
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

  /** Joins groups, before which nothing is printed. */
  void join(List<Group> groups) {
    handle.join(groups);
    joined.countDown();
  }

  /** Waits for others to be in the configuration; false if this member stays alone. */
  boolean awaitOthers(Duration limit) {
    return Formation.hasMembers(member, 2, limit);
  }

  /**
   * Waits until everything that this handle has asked for is delivered, and everything that was
   * ordered before, the exchange of the groups' members above all; and its events are run.
   */
  void flush() {
    answer(handle.flush());
  }

  /** Waits for what the ring answers; a refusal is that of the node. */
  <T> T answer(CompletableFuture<T> answer) {
    return get(answer, ANSWER_SECONDS, GroupSession::refused);
  }

  /** Waits, for as long as it takes. */
  void awaitEnd(CompletableFuture<?> end) {
    get(end, Long.MAX_VALUE, GroupSession::lost);
  }

  private static <T> T get(
      CompletableFuture<T> result, long seconds, Function<Throwable, RuntimeException> failure) {
    try {
      return result.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new CliException(
          ExitCode.UNREACHABLE, "the ring did not answer within " + seconds + " s");
    } catch (ExecutionException failed) {
      throw failure.apply(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", e);
    }
  }

  private static RuntimeException refused(Throwable reason) {
    boolean gone = !(reason instanceof EvsException evs) || evs.code() == EvsException.Code.LIBRARY;
    return gone ? lost(reason) : (EvsException) reason;
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
    if (joined.getCount() > 0) {
      events.shutdownNow();
    } else {
      events.shutdown();
    }
  }
}
