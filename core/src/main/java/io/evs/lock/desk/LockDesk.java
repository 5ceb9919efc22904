package io.evs.lock.desk;

import io.evs.EvsException;
import io.evs.GroupMember;
import io.evs.lock.table.LockInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Gives locks to those who ask for them. Any thread may call; what it tells, it tells on one thread
 * of its own, which must not be blocked.
 */
public interface LockDesk {
  /** A member of a ring that has a desk elsewhere. */
  interface Source {
    /**
     * Opens it.
     *
     * @throws EvsException what kept it from opening
     */
    LockDesk lockDesk();
  }

  /** What becomes of a request, in the order of the calls. */
  interface Asked {
    /** The lock is held from now on. */
    void granted(Ticket ticket, long fence);

    /** There will be no lock; nothing comes after. */
    void refused(EvsException reason);

    /** The lock that was held is lost; nothing comes after. */
    void lost();

    /** The desk was closed while the lock was held; nothing comes after. */
    void closed();
  }

  /** What gives a request or a lock back. */
  interface Ticket {
    /** Gives it up, whether it waits or is held. Further calls do nothing. */
    void release();

    /** What {@link LockInfo.Holder#number} tells of it; 0 while that is not known. Any thread. */
    long number();
  }

  /** The handle that others know its locks by. */
  GroupMember self();

  /**
   * Asks for a lock.
   *
   * @param waits whether it waits for it to be free
   */
  Ticket request(String name, boolean shared, boolean waits, Asked asked);

  /** All locks that are held or waited for, as soon as they are known. */
  CompletableFuture<List<LockInfo>> list();

  /**
   * Tells of a lock's holders: now, and whenever they change.
   *
   * @return ends that
   */
  Runnable watch(String name, Consumer<LockInfo> listener);

  /** Whether a holder is one that asked here. On the thread of the desk. */
  boolean isOwn(LockInfo.Holder holder);

  /** Gives up all locks and requests. */
  void close();
}
