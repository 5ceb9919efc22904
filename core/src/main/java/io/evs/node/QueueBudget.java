package io.evs.node;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What several receive queues may hold together. When it is used up, a queue that holds more than
 * its equal share gets no more; one that holds less still does, so that nobody suffers for others
 * that are slow. All together never hold more than twice the budget. Any thread.
 */
final class QueueBudget {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger queues = new AtomicInteger();

  QueueBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void enter() {
    queues.incrementAndGet();
  }

  void exit() {
    queues.decrementAndGet();
  }

  /** Whether a queue of that size may take so much more. */
  boolean admits(long queueBytes, long more) {
    return used.get() + more <= maxBytes || queueBytes + more <= share();
  }

  private long share() {
    return maxBytes / Math.max(1, queues.get());
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }

  long usedBytes() {
    return used.get();
  }

  /**
   * How far a queue of that size is part of a budget that is being used up: 100 when half of the
   * budget is used and the queue holds half of its share or more. What is above is a reserve for
   * the time until senders have slowed down.
   */
  int percent(long queueBytes) {
    return (int) Math.min(usedPercent(), Math.min(100, queueBytes * 200 / share()));
  }

  private long usedPercent() {
    return Math.min(100, used.get() / Math.max(1, maxBytes / 200));
  }

  /** How much of that reserve is used up, 0 to 100. */
  int reservePercent() {
    return (int) Math.max(0, Math.min(100, used.get() / Math.max(1, maxBytes / 200) - 100));
  }
}
