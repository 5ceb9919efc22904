package io.evs.node.handle;

import io.evs.node.flow.QueueOwner;
import io.evs.node.flow.StallDetector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Events on their way from the loop to the thread that dispatches a handle, bounded in bytes. The
 * loop collects a turn's events and hands them over under one lock; the dispatching thread takes
 * whatever is there under one lock too.
 */
public final class HandleQueue {
  private static final long TELL_TAKEN_MAX_BYTES = 64 << 10;

  private final long maxBytes;
  private final long congestedBytes;
  private final Runnable wakeLoop;
  private final LongConsumer waited;
  private final QueueOwner owner;
  private final StallDetector stall;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong arrivals = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<HandleEvent> turn = new ArrayList<>();
  private ArrayDeque<HandleEvent> shared = new ArrayDeque<>();
  private ArrayDeque<HandleEvent> taken = new ArrayDeque<>();
  private final long tellTakenBytes;
  private long turnBytes;
  private long takenBytes;
  private long takenEvents;
  private long givenInAll;
  private long takenInAll;

  /** Of the event that was taken last, as long as it is kept for whoever took it. */
  private long lastBytes;

  private boolean closed;
  private volatile Runnable onReadable = () -> {};

  /**
   * An empty queue.
   *
   * @param wakeLoop runs, in the dispatching thread, when the queue falls below half full
   */
  HandleQueue(long maxBytes, Runnable wakeLoop) {
    this(maxBytes, wakeLoop, nanos -> {});
  }

  /**
   * An empty queue.
   *
   * @param waited takes, in the dispatching thread, how long the first event of a turn waited, in
   *     nanoseconds
   */
  public HandleQueue(long maxBytes, Runnable wakeLoop, LongConsumer waited) {
    this(maxBytes, maxBytes, wakeLoop, waited, QueueOwner.alone(), StallDetector.never());
  }

  /**
   * An empty queue with a bound that is shared with others.
   *
   * @param congestedBytes what counts as full when the ring is slowed down: what is above is a
   *     reserve for a time in which nothing is dispatched
   * @param owner whose it is: entered for this queue, and left by {@link #discard}
   * @param stall says when the ring is not slowed down for this queue any longer
   */
  HandleQueue(
      long maxBytes,
      long congestedBytes,
      Runnable wakeLoop,
      LongConsumer waited,
      QueueOwner owner,
      StallDetector stall) {
    this.stall = stall;
    this.maxBytes = maxBytes;
    this.congestedBytes = congestedBytes;
    this.wakeLoop = wakeLoop;
    this.waited = waited;
    this.owner = owner;
    this.tellTakenBytes = Math.min(TELL_TAKEN_MAX_BYTES, maxBytes / 64);
  }

  /** Collects an event of this turn, unless the bound would be passed; loop thread. */
  boolean add(HandleEvent event) {
    long more = turnBytes + event.bytes();
    long held = bytes.get();
    if (held + more > maxBytes || !owner.admits(held, more)) {
      return false;
    }
    turnBytes = more;
    turn.add(event);
    return true;
  }

  /** Whether events of this turn wait for {@link #handOver}; loop thread. */
  boolean hasTurn() {
    return !turn.isEmpty();
  }

  /** Collects an event that costs nothing, whatever the bound; loop thread. */
  void addFree(HandleEvent event) {
    turn.add(event);
  }

  /** How many events were handed over so far; loop thread. */
  public long given() {
    return givenInAll;
  }

  /** How many events were taken so far; dispatching thread. */
  public long taken() {
    return takenInAll;
  }

  /** Gives the events of this turn to the dispatching thread; loop thread. */
  void handOver() {
    int count = turn.size();
    if (count == 0) {
      return;
    }
    bytes.addAndGet(turnBytes);
    owner.add(turnBytes);
    turnBytes = 0;
    givenInAll += count;
    boolean wasEmpty;
    HandleEvent mark = new HandleEvent.HandedOver(System.nanoTime());
    lock.lock();
    try {
      // Counted under the lock: who finds nothing here afterwards is told when there is something.
      wasEmpty = events.getAndAdd(count) == 0;
      if (wasEmpty) {
        stall.progress();
      }
      arrivals.incrementAndGet();
      shared.add(mark);
      shared.addAll(turn);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    turn.clear();
    if (wasEmpty) {
      onReadable.run();
    }
  }

  /** How much the ring should be slowed down for this queue, 0 to 100; loop thread. */
  int percent(long now) {
    int full = fullness();
    return full == 0 || isNotWaitedFor(now) ? 0 : full;
  }

  /** The same, if the ring waits for it; loop thread. */
  int fullness() {
    long held = bytes.get() + turnBytes;
    return (int) Math.min(100, Math.max(held * 100.0 / congestedBytes, owner.percent(held)));
  }

  /** Whether nothing waits, and nothing was collected in this turn; loop thread. */
  boolean isEmpty() {
    return turn.isEmpty() && bytes.get() == 0;
  }

  /** Whether the ring is not slowed down for it, whatever it holds; loop thread. */
  boolean isNotWaitedFor(long now) {
    return stall.isStalled() || owner.isNotWaitedFor(now);
  }

  /** The ring is slowed down for it; loop thread. */
  void slows(long now) {
    owner.slows(now);
  }

  /** Whether it holds, for nobody who takes it, what others may need. */
  boolean isGivenUp() {
    return bytes.get() > owner.keptBytes() && stall.isGivenUp();
  }

  /** Bytes that wait for dispatch. */
  long bytes() {
    return bytes.get();
  }

  public void onReadable(Runnable callback) {
    onReadable = callback;
  }

  /** The next event, if there is one; one dispatching thread at a time. */
  public Optional<HandleEvent> poll() {
    if (taken.isEmpty()) {
      lock.lock();
      try {
        swap();
      } finally {
        lock.unlock();
      }
    }
    return next();
  }

  /** How often events were handed over so far. Any thread. */
  long arrivals() {
    return arrivals.get();
  }

  /** Waits, not longer than that, until events were handed over more often, or none will be. */
  void awaitArrival(long seen, long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (arrivals.get() == seen && !closed && left > 0) {
        left = arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void swap() {
    ArrayDeque<HandleEvent> empty = taken;
    taken = shared;
    shared = empty;
  }

  private Optional<HandleEvent> next() {
    HandleEvent event = taken.poll();
    if (event instanceof HandleEvent.HandedOver) {
      waited.accept(System.nanoTime() - ((HandleEvent.HandedOver) event).nanos());
      // Events of the same turn follow it.
      event = taken.poll();
    }
    takenBytes += lastBytes;
    lastBytes = 0;
    if (event != null) {
      stall.took();
      takenEvents++;
      takenInAll++;
      lastBytes = event.bytes();
    }
    if (takenEvents + takenBytes > 0 && (taken.isEmpty() || takenBytes >= tellTakenBytes)) {
      tellTaken();
    }
    return Optional.ofNullable(event);
  }

  /**
   * The event that was taken last is not kept any more: it counts until this, or until the next one
   * is asked for. Dispatching thread.
   */
  public void finished() {
    takenBytes += lastBytes;
    lastBytes = 0;
    if (takenBytes > 0 && (taken.isEmpty() || takenBytes >= tellTakenBytes)) {
      tellTaken();
    }
  }

  /** Tells the loop what was taken; not for each event, which would cost more than the event. */
  private void tellTaken() {
    long before = bytes.getAndAdd(-takenBytes);
    owner.add(-takenBytes);
    events.addAndGet(-takenEvents);
    stall.progress();
    boolean fell = before > maxBytes / 2 && before - takenBytes <= maxBytes / 2;
    takenEvents = 0;
    takenBytes = 0;
    if (fell) {
      wakeLoop.run();
    }
  }

  /** Wakes who waits for events; none will come. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Throws away what waits and leaves the budget; once, when nobody adds or dispatches any more.
   */
  public void discard() {
    close();
    while (poll().isPresent()) {
      continue;
    }
    owner.exit();
  }
}
