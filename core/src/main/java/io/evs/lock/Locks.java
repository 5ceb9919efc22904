package io.evs.lock;

import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.GroupMember;
import io.evs.NodeStatus;
import io.evs.lock.desk.LockDesk;
import io.evs.lock.desk.RingDesk;
import io.evs.lock.table.LockInfo;
import io.evs.lock.table.LockParticipant;
import io.evs.service.ServiceThread;
import io.evs.text.Spans;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Locks shared by all who open this on the members of a ring, exclusive ones and shared ones. They
 * are granted in the order of the stream. With quorum only primary rings grant; without, each part
 * of a ring that is cut in two grants for itself.
 *
 * <p>Any thread may call; what it completes, it completes on a thread of its own, which must not be
 * blocked. Locks are not re-entrant: whoever asks for what it holds waits for itself.
 */
public final class Locks implements AutoCloseable {
  /** A request, and the lock that it got; on the thread of the desk. */
  private final class Wish implements LockDesk.Asked {
    final String name;
    final CompletableFuture<HeldLock> answer = new CompletableFuture<>();
    @Nullable HeldLock lock;

    Wish(String name) {
      this.name = name;
    }

    @Override
    public void granted(LockDesk.Ticket ticket, long fence) {
      HeldLock got = new HeldLock(ticket::release, name, fence);
      lock = got;
      held.add(got);
      got.whenOver(() -> held.remove(got));
      if (isClosed || !answer.complete(got)) {
        got.close();
        answer.complete(got);
      }
    }

    @Override
    public void refused(EvsException reason) {
      answer.completeExceptionally(reason);
    }

    @Override
    public void lost() {
      Objects.requireNonNull(lock).lost();
    }

    @Override
    public void closed() {
      Objects.requireNonNull(lock).close();
    }
  }

  private final LockDesk desk;
  private final Set<HeldLock> held = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  private Locks(LockDesk desk) {
    this.desk = desk;
  }

  /**
   * Takes part in the locks of a member's ring, with the {@link Lease} for its time-outs.
   *
   * @throws EvsException as {@link EvsMember#open(EvsListener)}
   */
  public static Locks open(EvsMember member) {
    if (member instanceof LockDesk.Source daemon) {
      return new Locks(daemon.lockDesk());
    }
    NodeStatus status = member.status();
    return new Locks(RingDesk.open(member, status, Lease.of(status)));
  }

  /**
   * As {@link #open(EvsMember)}, with another lease.
   *
   * @param lease how long a lock is kept without hearing of the ring, 500 ms to an hour, the same
   *     for all who use locks on the ring: longer than it takes the ring to re-form, or each change
   *     of members takes locks away. Whoever waits for the lock of a lost node waits for an eighth
   *     more than that
   * @throws EvsException as {@link EvsMember#open(EvsListener)}; INVALID_PARAM; NOT_SUPPORTED for a
   *     client of a daemon, which has the lease
   */
  public static Locks open(EvsMember member, Duration lease) {
    if (lease.compareTo(Lease.MIN) < 0 || Spans.nanos(lease) > LockParticipant.LEASE_MAX_NANOS) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "a lease of " + Spans.millis(lease) + " ms is out of range; use 500 ms to one hour");
    }
    if (member instanceof LockDesk.Source) {
      throw new EvsException(
          EvsException.Code.NOT_SUPPORTED,
          "the clients of a node have the lease that its time-outs give; open locks without one");
    }
    return new Locks(RingDesk.open(member, member.status(), lease));
  }

  /**
   * Asks for a lock, and waits in the queue for it.
   *
   * @param name 1 to 64 bytes of UTF-8 without control characters
   * @param shared whether others may hold it, too, that share it
   * @return the lock once it is held; cancelling it leaves the queue. Fails with an {@link
   *     EvsException}: NO_RESOURCES with more than 8192 requests on the ring or 2048 of this
   *     process or daemon, and of a client that does not administer its node with more than 256, or
   *     1024 of its user; or with what ended the handle
   * @throws EvsException INVALID_PARAM for a name that cannot be
   */
  public CompletableFuture<HeldLock> request(String name, boolean shared) {
    return request(name, shared, true);
  }

  /**
   * As {@link #request}, and waits at most so long.
   *
   * @throws EvsException TIMEOUT if it is not granted in time; otherwise as there
   */
  public HeldLock acquire(String name, boolean shared, Duration timeout) {
    return await(request(name, shared, true), name, timeout);
  }

  /**
   * As {@link #acquire}, without waiting for other holders.
   *
   * @param timeout how long the ring may take to answer
   * @throws EvsException TRY_AGAIN if it is not free, or the ring is not primary; TIMEOUT
   */
  public HeldLock tryAcquire(String name, boolean shared, Duration timeout) {
    return await(request(name, shared, false), name, timeout);
  }

  private CompletableFuture<HeldLock> request(String name, boolean shared, boolean waits) {
    if (!LockParticipant.isName(name)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "a lock's name is 1 to 64 bytes of UTF-8 without control characters");
    }
    Wish wish = new Wish(name);
    LockDesk.Ticket ticket = desk.request(name, shared, waits, wish);
    wish.answer.whenComplete(
        (lock, failure) -> {
          if (wish.answer.isCancelled()) {
            ticket.release();
          }
        });
    return wish.answer;
  }

  private static HeldLock await(CompletableFuture<HeldLock> answer, String name, Duration timeout) {
    try {
      return ServiceThread.await(answer, timeout);
    } catch (TimeoutException late) {
      if (answer.cancel(false)) {
        throw new EvsException(
            EvsException.Code.TIMEOUT,
            "lock " + name + " was not granted in " + Spans.millis(timeout) + " ms");
      }
      return answer.join();
    }
  }

  /**
   * All locks that are held or waited for, in order of their names, as they are here in the order.
   *
   * @throws EvsException TIMEOUT if the locks are not known in time; what ended the handle
   */
  public List<LockInfo> list(Duration timeout) {
    try {
      return ServiceThread.await(desk.list(), timeout);
    } catch (TimeoutException late) {
      throw new EvsException(
          EvsException.Code.TIMEOUT, "the ring did not tell its locks in time", late);
    }
  }

  /**
   * The handle that others know these locks by. For a client of a daemon it is one of the daemon,
   * which all clients of it have in common.
   */
  public GroupMember self() {
    return desk.self();
  }

  /**
   * Whether a holder is one of these locks. Only in a listener of {@link #watch}, and of what that
   * was told.
   */
  public boolean isOwn(LockInfo.Holder holder) {
    return desk.isOwn(holder);
  }

  /**
   * Tells of a lock's holders, as they are here in the order: now, and whenever they change.
   *
   * @param listener runs on the thread of the locks, which must not be blocked
   */
  public void watch(String name, Consumer<LockInfo> listener) {
    desk.watch(name, listener);
  }

  /** Gives up all locks and requests, and takes part no more. From its return on none is held. */
  @Override
  public void close() {
    isClosed = true;
    // Before the ring knows, and grants them to others.
    List.copyOf(held).forEach(HeldLock::close);
    desk.close();
  }
}
