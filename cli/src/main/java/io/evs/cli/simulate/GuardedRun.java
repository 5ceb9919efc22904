package io.evs.cli.simulate;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.sim.SimResult;
import io.evs.verify.report.Property;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A run that may never come back: then it has failed, and another worker takes its place. */
final class GuardedRun {
  private static final int FRAMES = 8;

  private final long seed;
  private final long limitNanos;
  private volatile Thread worker;
  private volatile long beganNanos;
  private Future<SimResult> future;

  GuardedRun(long seed, long limitNanos) {
    this.seed = seed;
    this.limitNanos = limitNanos;
  }

  GuardedRun start(ThreadPoolExecutor workers, Callable<SimResult> run) {
    future =
        workers.submit(
            () -> {
              beganNanos = System.nanoTime();
              worker = Thread.currentThread();
              return run.call();
            });
    return this;
  }

  /** Waits for the end of the run, or until it has taken too long. */
  SimResult result(ThreadPoolExecutor workers) {
    while (true) {
      try {
        return future.get(Math.min(limitNanos, 500_000_000L), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        Thread running = worker;
        if (running != null && System.nanoTime() - beganNanos > limitNanos) {
          return endless(workers, running);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof CliException known ? known : broken(e.getCause());
      }
    }
  }

  private SimResult endless(ThreadPoolExecutor workers, Thread running) {
    StackTraceElement[] stack = running.getStackTrace();
    // It cannot be stopped; it ends with the command.
    workers.setMaximumPoolSize(workers.getMaximumPoolSize() + 1);
    workers.setCorePoolSize(workers.getCorePoolSize() + 1);
    StringBuilder text = new StringBuilder();
    text.append("no end after ").append(limitNanos / 1_000_000_000L).append(" s of real time");
    for (int i = 0; i < Math.min(FRAMES, stack.length); i++) {
      text.append(i == 0 ? ", at " : " < ").append(stack[i]);
    }
    return SimResult.broken(seed, Property.X, text.toString());
  }

  private CliException broken(Throwable cause) {
    return new CliException(
        ExitCode.INTERNAL,
        "the simulator failed at seed " + seed + ": " + cause,
        "--verbose shows the cause",
        cause);
  }
}
