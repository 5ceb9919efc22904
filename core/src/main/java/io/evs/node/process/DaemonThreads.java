package io.evs.node.process;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no process alive. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** A thread that does not run yet. */
  public static Thread of(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Threads of that name, for an executor. */
  public static ThreadFactory named(String name) {
    return task -> of(name, task);
  }
}
