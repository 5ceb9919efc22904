package io.evs.console.live;

import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.node.process.DaemonThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the other members of a ring tell of themselves, asked every second by a thread of its own.
 * Those that run no {@code evs node} do not answer.
 */
final class OtherMembers implements Supplier<Map<NodeId, NodeStatus>>, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long EVERY_NANOS = 1_000_000_000L;

  private final Function<Duration, RingStatus> ask;
  private final Thread thread;
  private volatile Map<NodeId, NodeStatus> known = Map.of();
  private volatile boolean closed;

  /**
   * Starts to ask.
   *
   * @param ask asks all members, for so long at most
   */
  OtherMembers(Function<Duration, RingStatus> ask) {
    this.ask = ask;
    this.thread = DaemonThreads.of("evs-console-others", this::run);
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        known = ask.apply(PATIENCE).statuses();
      } catch (EvsException noAnswer) {
        // The ring re-forms, or the node is gone, which others say.
        known = Map.of();
      }
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }

  /** The last answers; none before the first and while the ring does not answer. */
  @Override
  public Map<NodeId, NodeStatus> get() {
    return known;
  }

  /** Asks no more; does not wait for an answer that may still come. */
  void stop() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
