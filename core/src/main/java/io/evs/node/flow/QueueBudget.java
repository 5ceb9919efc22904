package io.evs.node.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What several receive queues may hold together. Each user has an equal part of it, and each of his
 * queues an equal share of that. When the budget is used up, a queue that holds more than its share
 * gets no more; one that holds less still does, so that nobody suffers for others that are slow.
 * All together never hold more than twice the budget. Any thread.
 */
public final class QueueBudget {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();
  private final Map<Object, QueueOwner> owners = new HashMap<>();
  private volatile int active;
  private volatile long notWaitedForBytes;

  public QueueBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A queue more of that user. */
  public synchronized QueueOwner enter(RelayOwner who) {
    long now = System.nanoTime();
    owners.values().removeIf(each -> each.isForgettable(now));
    QueueOwner owner = owners.computeIfAbsent(who, each -> new QueueOwner(this, who.administers()));
    count(owner, 1);
    return owner;
  }

  /** A queue of that user ended. */
  public synchronized void exit(QueueOwner owner) {
    count(owner, -1);
  }

  private void count(QueueOwner owner, int more) {
    int before = owner.queues();
    owner.count(more);
    active += Integer.signum(owner.queues()) - Integer.signum(before);
  }

  public long maxBytes() {
    return maxBytes;
  }

  /** The part of one user. */
  public long perOwner() {
    return maxBytes / Math.max(1, active);
  }

  public boolean hasRoom(long more) {
    return used.get() + more <= maxBytes;
  }

  public void add(long bytes) {
    used.addAndGet(bytes);
  }

  public long usedBytes() {
    return used.get();
  }

  /** So much of what is used is in queues that the ring is not slowed down for; loop thread. */
  public void notWaitedFor(long bytes) {
    notWaitedForBytes = bytes;
  }

  /** How much of half the budget is used by queues that count: 100 at half of it, and above. */
  public int movingPercent() {
    return (int) Math.min(100, movingHalves());
  }

  /** How much of the other half, the reserve, is used up by them, 0 to 100. */
  public int reservePercent() {
    return (int) Math.max(0, Math.min(100, movingHalves() - 100));
  }

  private long movingHalves() {
    return Math.max(0, used.get() - notWaitedForBytes) / Math.max(1, maxBytes / 200);
  }
}
