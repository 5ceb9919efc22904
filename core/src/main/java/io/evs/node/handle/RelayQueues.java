package io.evs.node.handle;

import io.evs.node.flow.QueueBudget;
import io.evs.node.flow.RelayOwner;
import io.evs.node.flow.StallDetector;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** The receive queues of the handles that a server speaks for, and what they share. Any thread. */
public final class RelayQueues {
  private static final long BUDGET_MAX_BYTES = 256L << 20;
  private static final int HEAP_DIVISOR = 8;
  private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final QueueBudget budget;

  /** Queues that hold so much together. */
  public RelayQueues(long budgetBytes) {
    budget = new QueueBudget(budgetBytes);
  }

  /** What fits a heap of that size, of which twice as much may be held. */
  public static long budgetBytes(long heapBytes) {
    return Math.min(BUDGET_MAX_BYTES, heapBytes / HEAP_DIVISOR);
  }

  public QueueBudget budget() {
    return budget;
  }

  /** An empty queue; {@link HandleQueue#discard} ends it. */
  public HandleQueue open(long maxBytes, RelayOwner owner, Runnable wakeLoop, LongConsumer waited) {
    long bound = Math.min(maxBytes, budget.maxBytes());
    return new HandleQueue(
        bound,
        bound / 2,
        wakeLoop,
        waited,
        budget.enter(owner),
        new StallDetector(STALL_NANOS, System::nanoTime));
  }
}
