package io.evs.node;

import io.evs.EvsException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Submissions on their way from application threads to the loop, bounded in bytes and never
 * dropped. What the loop took but the member has not accepted yet still counts.
 */
final class SubmissionQueue {
  private final long maxBytes;
  private final Runnable wakeup;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Sampling sampling = new Sampling();
  private final Deque<Submission> queue = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param maxBytes bound; at least the largest message
   * @param wakeup runs, in the submitting thread, when the queue was empty
   */
  SubmissionQueue(long maxBytes, Runnable wakeup) {
    this.maxBytes = maxBytes;
    this.wakeup = wakeup;
  }

  /** Says which messages are timed. */
  Sampling sampling() {
    return sampling;
  }

  /**
   * Adds a submission if there is room.
   *
   * @return whether it was added
   * @throws EvsException IN_SHUTDOWN after {@link #close}
   */
  boolean offer(Submission submission) {
    boolean first;
    lock.lock();
    try {
      checkOpen();
      if (!hasRoom(submission)) {
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
   * Adds a submission, waiting for room.
   *
   * @throws EvsException IN_SHUTDOWN after {@link #close}; TRY_AGAIN if the thread is interrupted
   */
  void put(Submission submission) {
    boolean first;
    lock.lock();
    try {
      checkOpen();
      while (!hasRoom(submission)) {
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

  private boolean hasRoom(Submission submission) {
    long more = submission.bytes();
    return more == 0 || bytes + more <= maxBytes;
  }

  private boolean append(Submission submission) {
    bytes += submission.bytes();
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
  void drainTo(Deque<Submission> into) {
    lock.lock();
    try {
      into.addAll(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The member accepted submissions of so many bytes; loop thread. */
  void accepted(long acceptedBytes) {
    if (acceptedBytes == 0) {
      return;
    }
    lock.lock();
    try {
      bytes -= acceptedBytes;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that wait, in the queue or in the loop. */
  long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses everything from now on and wakes who waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
