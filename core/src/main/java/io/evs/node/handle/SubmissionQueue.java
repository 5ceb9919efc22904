package io.evs.node.handle;

import io.evs.EvsException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Submissions on their way from application threads to the loop, never dropped, and bounded twice:
 * in bytes, for the memory, and in time, so that no message waits long ({@link QueueLimit}). What
 * the loop took still counts until it is ordered: the bound is one for all that waits in a node.
 */
public final class SubmissionQueue {
  private final long maxBytes;
  private final Runnable wakeup;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Sampling sampling = new Sampling();
  private final Deque<Submission> queue = new ArrayDeque<>();
  private final QueueLimit limit;
  private long bytes;

  /** What the member has accepted and not ordered yet; written by the loop under the lock. */
  private long memberBytes;

  /** Senders wait for room. */
  private boolean refused;

  /** They were told of room and have not come yet. */
  private boolean told;

  private boolean closed;
  private Thread loop;
  private volatile Runnable onRoom = () -> {};

  /**
   * An empty queue.
   *
   * @param maxBytes bound; at least the largest message
   * @param wakeup runs, in the submitting thread, when the queue was empty
   */
  public SubmissionQueue(long maxBytes, Runnable wakeup) {
    this.maxBytes = maxBytes;
    this.wakeup = wakeup;
    this.limit = new QueueLimit(maxBytes);
  }

  /** Says which messages are timed. */
  public Sampling sampling() {
    return sampling;
  }

  /**
   * Adds a submission if there is room.
   *
   * @return whether it was added
   * @throws EvsException IN_SHUTDOWN after {@link #close}
   */
  public boolean offer(Submission submission) {
    boolean first;
    lock.lock();
    try {
      checkOpen();
      if (!fits(submission.bytes())) {
        return false;
      }
      first = append(submission);
    } finally {
      lock.unlock();
    }
    wakeIf(first);
    return true;
  }

  /**
   * Adds all of them if there is room for all.
   *
   * @return whether they were added
   * @throws EvsException IN_SHUTDOWN after {@link #close}
   */
  public boolean offerAll(Collection<? extends Submission> submissions) {
    long more = submissions.stream().mapToLong(Submission::bytes).sum();
    boolean first = false;
    lock.lock();
    try {
      checkOpen();
      if (!fits(more)) {
        return false;
      }
      for (Submission each : submissions) {
        first |= append(each);
      }
    } finally {
      lock.unlock();
    }
    wakeIf(first);
    return true;
  }

  /** Runs, on the loop thread, when there is room again for who was refused by an offer. */
  public void onRoom(Runnable callback) {
    onRoom = callback;
  }

  /**
   * Adds a submission, waiting for room.
   *
   * @throws EvsException IN_SHUTDOWN after {@link #close}; TRY_AGAIN if the thread is interrupted,
   *     or is the loop's
   */
  public void put(Submission submission) {
    boolean first;
    lock.lock();
    try {
      checkOpen();
      while (!fits(submission.bytes())) {
        refuseLoop();
        room.await();
        checkOpen();
      }
      first = append(submission);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(
          EvsException.Code.TRY_AGAIN,
          "interrupted while the send queue was full; try again",
          stop);
    } finally {
      lock.unlock();
    }
    wakeIf(first);
  }

  /**
   * Adds a submission whether there is room or not: for the few that the node's own agents have.
   *
   * @throws EvsException IN_SHUTDOWN after {@link #close}
   */
  public void putAnyway(Submission submission) {
    boolean first;
    lock.lock();
    try {
      checkOpen();
      first = append(submission);
    } finally {
      lock.unlock();
    }
    wakeIf(first);
  }

  /** Room is made by the loop alone: it would wait for ever. */
  private void refuseLoop() {
    if (Thread.currentThread() == loop) {
      throw new EvsException(
          EvsException.Code.TRY_AGAIN,
          "the send queue is full, and the member's own thread must not wait: send from another"
              + " thread, such as one of an executor");
    }
  }

  /**
   * Whether so much more would be taken now, or refused with an exception; if not, the callback of
   * {@link #onRoom} runs as after an offer.
   */
  public boolean hasRoom(long more) {
    lock.lock();
    try {
      return closed || fits(more);
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(long more) {
    long waiting = bytes + memberBytes;
    // Whoever comes now must not take the room that others wait for.
    boolean room = more == 0 || !refused && waiting < limit.bytes() && waiting + more <= maxBytes;
    refused |= !room && waiting > 0;
    return room;
  }

  private boolean append(Submission submission) {
    bytes += submission.bytes();
    told = false;
    queue.add(submission);
    return queue.size() == 1;
  }

  private void wakeIf(boolean first) {
    if (first) {
      wakeup.run();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new EvsException(EvsException.Code.IN_SHUTDOWN, "the member is leaving the ring");
    }
  }

  /** Moves everything that waits to the end of {@code into}; loop thread. */
  public void drainTo(Deque<Submission> into) {
    lock.lock();
    try {
      loop = Thread.currentThread();
      into.addAll(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The member accepted submissions of so many bytes; loop thread.
   *
   * @param acceptedBytes what was taken from the queue
   * @param waitingBytes what the member has not ordered yet
   * @param rotationNanos how long the token takes to come round
   */
  public void accepted(long now, long acceptedBytes, long waitingBytes, long rotationNanos) {
    long ordered = Math.max(0, memberBytes + acceptedBytes - waitingBytes);
    limit.turn(now, ordered, waitingBytes > 0, rotationNanos);
    if (acceptedBytes == 0 && waitingBytes == memberBytes) {
      return;
    }
    boolean tell = false;
    lock.lock();
    try {
      bytes -= acceptedBytes;
      memberBytes = waitingBytes;
      if (told && bytes + memberBytes == 0) {
        told = false;
        limit.ranDry();
      }
      // Not for each message: who waits is woken for half a queue.
      if (refused && bytes + memberBytes <= limit.bytes() / 2) {
        tell = true;
        refused = false;
        told = true;
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (tell) {
      onRoom.run();
    }
  }

  /** How many messages wait to be taken by the loop. */
  public long messages() {
    lock.lock();
    try {
      return queue.stream().filter(each -> !each.isChange()).count();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits to be taken by the loop. */
  public boolean isEmpty() {
    lock.lock();
    try {
      return queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that wait to be ordered: in the queue, in the loop, and in the member. */
  public long bytes() {
    lock.lock();
    try {
      return bytes + memberBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses everything from now on and wakes who waits. */
  public void close() {
    closeBehind(List.of());
  }

  /** As {@link #close}, after a last submission of the node itself, for which there is room. */
  public void closeBehind(Submission last) {
    closeBehind(List.of(last));
  }

  private void closeBehind(List<Submission> last) {
    boolean first = false;
    lock.lock();
    try {
      if (!closed) {
        for (Submission each : last) {
          first |= append(each);
        }
      }
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    wakeIf(first);
  }
}
