package io.evs.node.process;

/** Runs something when the JVM ends, unless it was removed before. Any thread. */
public final class ExitHook {
  private final Thread thread;
  private boolean added;
  private boolean removed;

  /** A hook that is not added yet. */
  public ExitHook(String name, Runnable task) {
    this.thread = new Thread(task, name);
  }

  /** Adds it; nothing if that was done before, if it was removed, or if the JVM is ending. */
  public synchronized void add() {
    if (added || removed) {
      return;
    }
    try {
      Runtime.getRuntime().addShutdownHook(thread);
      added = true;
    } catch (IllegalStateException jvmIsEnding) {
      removed = true;
    }
  }

  /** Removes it for good, but not while the JVM ends: then it runs, or has run. */
  public synchronized void remove() {
    removed = true;
    if (!added) {
      return;
    }
    added = false;
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException jvmIsEnding) {
      return;
    }
  }
}
