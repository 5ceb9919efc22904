package io.evs.node;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.RateLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent of a node: listens in one of the node's own groups, on a thread of its own, for as long
 * as the node runs. Whatever ends its handle or fails in it is said in the log, and it begins again
 * with a new handle: after a quarter of a second, and after twice as long each time that it fails
 * again within a minute, up to half a minute.
 *
 * <p>Listener methods and {@link #work} run on the agent's thread, which dispatches itself: it also
 * has work to do where no event comes, and waits for either.
 */
public abstract class NodeAgent implements EvsListener {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final long FIRST_DELAY_MILLIS = 250;
  private static final long LONGEST_DELAY_MILLIS = 30_000;
  private static final long WELL_NANOS = 60_000_000_000L;
  private static final long LOOK_EVERY_NANOS = 50_000_000L;
  private static final long END_WAIT_MILLIS = 2000;

  private final RateLog faults = new RateLog(LOG);
  private final EvsNode node;
  private final String name;
  private final Group group;
  private final Thread thread;

  /**
   * An agent that does not run yet.
   *
   * @param name what it is, for the log and as the name of its thread
   * @param group where it listens
   */
  protected NodeAgent(EvsNode node, String name, Group group) {
    this.node = node;
    this.name = name;
    this.group = group;
    this.thread = DaemonThreads.of("evs-" + name, this::run);
  }

  /** Begins to listen. */
  public final void start() {
    node.runs(this);
    thread.start();
  }

  /** Waits, but not for long, until nothing is done any more for a node that has ended. */
  final void awaitEnd() {
    if (Thread.currentThread() != thread) {
      try {
        thread.join(END_WAIT_MILLIS);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The node that it speaks for. */
  protected final EvsNode node() {
    return node;
  }

  /** It listens on a new handle; what it knew of the ring may be outdated. */
  protected void begun() {}

  /** How long the next event is waited for before {@link #work} runs. */
  protected abstract Duration patience();

  /** Does what is due, after the events that have come or the time that it waits. */
  protected abstract void work(Evs handle);

  /** Ends for good, with its node. */
  protected void ended() {}

  private void run() {
    long delay = FIRST_DELAY_MILLIS;
    try {
      while (!isOver()) {
        long begin = System.nanoTime();
        String failure = listen();
        if (System.nanoTime() - begin > WELL_NANOS) {
          delay = FIRST_DELAY_MILLIS;
        }
        // A node that ends closes the handles of its agents before it says so.
        pause(delay);
        if (isOver()) {
          return;
        }
        faults.warn(
            System.nanoTime(), "the agent of " + name + " failed and begins again: " + failure);
        delay = Math.min(2 * delay, LONGEST_DELAY_MILLIS);
      }
    } finally {
      ended();
    }
  }

  private boolean isOver() {
    return node.hasEnded() || Thread.currentThread().isInterrupted();
  }

  /** Listens on one handle; what ended it. */
  private String listen() {
    try (Evs handle = node.openAgent(this)) {
      begun();
      handle.join(List.of(group));
      while (!isOver()) {
        handle.dispatchOne(patience());
        // What has come meanwhile is read first: the last of several questions is enough.
        handle.dispatch(Evs.Dispatch.ALL);
        work(handle);
      }
      return "the node ends";
    } catch (EvsException failed) {
      // Dispatching fails with what ended the handle.
      return failed.getMessage();
    } catch (RuntimeException fault) {
      LOG.debug("the agent of {}", name, fault);
      return "internal fault: " + fault;
    }
  }

  /** Waits, but not longer than the node runs. */
  private void pause(long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    while (!isOver() && until - System.nanoTime() > 0) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }
}
