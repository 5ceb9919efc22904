package io.evs.node.process;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread of the process that writes what a bounded log still owes. */
final class LogTimer {
  private static final ScheduledThreadPoolExecutor THREAD =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("evs-log"));

  static {
    // A process in which nothing is owed has no such thread.
    THREAD.setKeepAliveTime(1, TimeUnit.SECONDS);
    THREAD.allowCoreThreadTimeOut(true);
  }

  private LogTimer() {}

  static void after(long nanos, Runnable work) {
    THREAD.schedule(work, nanos, TimeUnit.NANOSECONDS);
  }
}
