package io.evs;

import io.evs.text.Spans;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A handle on the group communication service (evs_handle_t). A process may hold several; groups,
 * and events that wait for dispatch, belong to a handle.
 *
 * <p>Threading: every method may be called from any thread. Listener methods run on the executor
 * that the handle was opened with, or else in the thread that calls {@link #dispatch}; one runs at
 * a time, in the order of the ring. (A listener that dispatches its own handle runs the next event
 * inside its own.)
 *
 * <p>Every method throws {@link EvsException} with {@link EvsException.Code#BAD_HANDLE} after
 * {@link #close()}, and with {@link EvsException.Code#LIBRARY} when the member behind it is gone.
 * Whoever has to wait for the send queue is refused with {@link EvsException.Code#TRY_AGAIN} if the
 * thread is interrupted, or is the member's or connection's own, which runs {@link #onReadable} and
 * what depends on a future of {@link #send}; such a thread is refused with {@link
 * EvsException.Code#NOT_SUPPORTED} where the member itself is asked. Nothing is sent then; a join
 * or leave of several groups may have been done for some, and can be repeated. Null is refused with
 * a NullPointerException, unless something else is said.
 */
public interface Evs extends AutoCloseable {
  /** Largest payload of a message: 1 MiB. */
  int MESSAGE_MAX_BYTES = 1 << 20;

  /** Most groups in one call (evs_join refuses more than 50 with ERR_TOO_MANY_GROUPS). */
  int GROUPS_MAX = 50;

  /** How much {@link #dispatch} does (evs_dispatch_t). */
  enum Dispatch {
    /** EVS_DISPATCH_ONE: waits for one event and runs it. */
    ONE,
    /** EVS_DISPATCH_ALL: runs what is waiting and returns. */
    ALL,
    /** EVS_DISPATCH_BLOCKING: runs events until the handle is closed. */
    BLOCKING
  }

  /**
   * evs_join: joins groups. Takes effect at one point of the order, the same at every member, when
   * the {@link EvsListener#onGroup} event that names this process is delivered. Joining a group
   * again is accepted and does nothing.
   *
   * @throws EvsException INVALID_PARAM (no group), TOO_MANY_GROUPS (more than 50 in one call),
   *     NO_RESOURCES (the handles of this node would be in more than 4096 groups; then none is
   *     joined)
   */
  void join(Collection<Group> groups);

  /** As {@link #join(Collection)}. */
  default void join(Group... groups) {
    join(List.of(groups));
  }

  /**
   * evs_leave: leaves groups, at one point of the order.
   *
   * @throws EvsException NOT_EXIST if one of them was not joined (then none is left), INVALID_PARAM
   */
  void leave(Collection<Group> groups);

  /** As {@link #leave(Collection)}. */
  default void leave(Group... groups) {
    leave(List.of(groups));
  }

  /**
   * evs_mcast_joined: multicasts to all groups this handle has joined. Returns when the message is
   * queued; waits while the queue is full.
   *
   * @throws EvsException INVALID_PARAM (payload over 1 MiB), NOT_EXIST (no group joined),
   *     TOO_MANY_GROUPS (more than {@link #GROUPS_MAX} joined), IN_SHUTDOWN
   */
  void multicastJoined(Guarantee guarantee, byte[] payload);

  /** As {@link #multicastJoined(Guarantee, byte[])}, with {@link Guarantee#AGREED}. */
  default void multicastJoined(byte[] payload) {
    multicastJoined(Guarantee.AGREED, payload);
  }

  /**
   * evs_mcast_groups: multicasts to groups, joined or not (open groups). Returns when the message
   * is queued; waits while the queue is full. The payload is copied.
   *
   * @throws EvsException INVALID_PARAM (payload over 1 MiB, no group), TOO_MANY_GROUPS, IN_SHUTDOWN
   */
  void multicast(Guarantee guarantee, Collection<Group> groups, byte[] payload);

  /** As {@link #multicast(Guarantee, Collection, byte[])}, with {@link Guarantee#AGREED}. */
  default void multicast(byte[] payload, Group... groups) {
    multicast(Guarantee.AGREED, List.of(groups), payload);
  }

  /**
   * As {@link #multicast}, and tells when the message is delivered at this handle's member under
   * its guarantee. A message that nobody asks about costs nothing for this.
   *
   * <p>The result completes behind the events that come before the message, and its own if the
   * handle is in one of its groups: if the handle has an executor, on that when the listener has
   * been run for them; else on a thread of the member or connection, which must not be blocked,
   * when they wait for dispatch. (A client that has left 4 MiB of events undispatched is told at
   * once.) With an executor, whoever waits for the result must not do so on that.
   *
   * @return where it was delivered; fails with an {@link EvsException}: BAD_HANDLE if the handle is
   *     closed before, TRY_AGAIN if the message was given up when the ring changed, otherwise with
   *     what ended the handle, the member or the connection. Whether the message was delivered
   *     nevertheless is then not known
   * @throws EvsException as {@link #multicast}
   */
  CompletableFuture<Delivered> send(Guarantee guarantee, Collection<Group> groups, byte[] payload);

  /** As {@link #send(Guarantee, Collection, byte[])}, with {@link Guarantee#AGREED}. */
  default CompletableFuture<Delivered> send(byte[] payload, Group... groups) {
    return send(Guarantee.AGREED, List.of(groups), payload);
  }

  /**
   * Completes as {@link #send} does, when everything is delivered that this handle has asked for
   * before: messages, joins and leaves. What {@link #groups} returns later has all of it. Sends a
   * small message that reaches nobody; waits while the send queue is full.
   *
   * @return a place in the order behind all that; of no receivers
   * @throws EvsException IN_SHUTDOWN
   */
  CompletableFuture<Delivered> flush();

  /**
   * As {@link #multicast}, but never waits.
   *
   * @throws EvsException TRY_AGAIN if the queue has no room now; otherwise as {@link #multicast}
   */
  void tryMulticast(Guarantee guarantee, Collection<Group> groups, byte[] payload);

  /**
   * evs_dispatch: runs the listener for waiting events, in the calling thread. What the listener
   * throws comes out here, and the handle goes on with the next event. Returns when the thread is
   * interrupted, and leaves it so. Several threads may dispatch: each event is run by one of them.
   *
   * @throws EvsException NOT_SUPPORTED if the handle has an executor; BAD_HANDLE if the handle was
   *     closed before the call; LIBRARY or NO_RESOURCES once the handle is disconnected and
   *     everything before that was dispatched
   */
  void dispatch(Dispatch type);

  /**
   * As {@link Dispatch#ONE} with a limit on the wait, also on that for another thread that
   * dispatches.
   *
   * @param timeout how long at most; zero or less takes what is there
   * @return true if an event was run; false after the time-out, or if the thread is interrupted
   */
  boolean dispatchOne(Duration timeout);

  /**
   * Runs the listener for events, in the calling thread, until a condition holds.
   *
   * @param condition asked in the calling thread, first and after each event, and every 50 ms while
   *     there is none
   * @param limit how long at most; zero asks once
   * @return whether the condition holds; false after the limit, or if the thread is interrupted
   * @throws EvsException as {@link #dispatch}
   */
  default boolean dispatchUntil(BooleanSupplier condition, Duration limit) {
    long nanos = Spans.nanos(limit);
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long left = nanos - (System.nanoTime() - begin);
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      dispatchOne(Duration.ofNanos(Math.min(left, 50_000_000L)));
    }
    return true;
  }

  /**
   * evs_fd_get's equivalent: a callback that runs, on the member's thread, whenever an event is
   * queued to an empty queue. It must not block and must not call the handle; wake a thread that
   * dispatches. What it throws is logged, the first time. Null removes it.
   *
   * @throws EvsException NOT_SUPPORTED if the handle has an executor
   */
  void onReadable(@Nullable Runnable callback);

  /**
   * evs_membership_get: the configuration last installed, as the member sees it now; empty before
   * the first.
   */
  Optional<Configuration> membership();

  /** Groups this handle has joined (join requested and not left). */
  List<Group> joined();

  /** All groups known on the ring with their members, in order of name. */
  Map<Group, List<GroupMember>> groups();

  /** This handle's own name as a sender and a group member. */
  GroupMember self();

  /**
   * evs_finalize: leaves all groups, behind what was sent, and ends the handle: no listener method
   * begins any more, and one that runs is not waited for. Further calls do nothing.
   */
  @Override
  void close();
}
