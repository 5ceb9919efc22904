package io.evs.node.flow;

/**
 * The receive queues of one user's handles, which share his part of the budget. Any thread, but for
 * what slows the ring down, which is the loop's.
 */
public final class QueueOwner {
  private static final int SMALL_DIVISOR = 8;
  private static final int SMALL_OF_ALL_DIVISOR = 64;

  private final QueueBudget budget;
  private final Patience patience;
  private volatile int queues;

  public QueueOwner(QueueBudget budget, boolean endless) {
    this.budget = budget;
    this.patience = new Patience(endless);
  }

  /** Of a queue that shares with nobody. */
  public static QueueOwner alone() {
    return new QueueBudget(Long.MAX_VALUE).enter(new RelayOwner("", true));
  }

  /** Counts its queues; under the budget's lock. */
  public void count(int more) {
    queues += more;
  }

  public int queues() {
    return queues;
  }

  /** Whether a queue of that size may take so much more. */
  public boolean admits(long queueBytes, long more) {
    return budget.hasRoom(more) || queueBytes + more <= share();
  }

  private long share() {
    return Math.max(1, budget.perOwner() / Math.max(1, queues));
  }

  /**
   * How far a queue of that size is part of a budget that is being used up: 100 when half of the
   * budget is used and the queue holds half of its share or more. What is above is a reserve for
   * the time until senders have slowed down.
   */
  public int percent(long queueBytes) {
    return (int) Math.min(budget.movingPercent(), Math.min(100, queueBytes * 200 / share()));
  }

  /** What a queue may hold for as long as it likes, though nothing is taken from it. */
  public long keptBytes() {
    return Math.min(budget.maxBytes() / SMALL_OF_ALL_DIVISOR, share() / SMALL_DIVISOR);
  }

  public void add(long bytes) {
    budget.add(bytes);
  }

  /** The ring is slowed down for one of its queues. */
  public void slows(long now) {
    patience.slows(now);
  }

  /** Whether the ring is not slowed down for them. */
  public boolean isNotWaitedFor(long now) {
    return patience.isOver(now);
  }

  /** Whether nothing needs to be remembered of it. */
  public boolean isForgettable(long now) {
    return queues == 0 && patience.isWhole(now);
  }

  public void exit() {
    budget.exit(this);
  }
}
