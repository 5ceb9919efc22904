package io.evs;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A handle on the group communication service (evs_handle_t). A process may hold several; groups,
 * and events that wait for dispatch, belong to a handle.
 *
 * <p>Threading: every method may be called from any thread. Listener methods run in the thread that
 * calls {@link #dispatch}; one dispatch runs at a time.
 *
 * <p>Every method throws {@link EvsException} with {@link EvsException.Code#BAD_HANDLE} after
 * {@link #close()}, and with {@link EvsException.Code#LIBRARY} when the member behind it is gone.
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

  /**
   * evs_leave: leaves groups, at one point of the order.
   *
   * @throws EvsException NOT_EXIST if one of them was not joined (then none is left), INVALID_PARAM
   */
  void leave(Collection<Group> groups);

  /**
   * evs_mcast_joined: multicasts to all groups this handle has joined. Returns when the message is
   * queued; waits while the queue is full.
   *
   * @throws EvsException INVALID_PARAM (payload over 1 MiB), NOT_EXIST (no group joined),
   *     TOO_MANY_GROUPS (more than {@link #GROUPS_MAX} joined), IN_SHUTDOWN
   */
  void multicastJoined(Guarantee guarantee, byte[] payload);

  /**
   * evs_mcast_groups: multicasts to groups, joined or not (open groups). Returns when the message
   * is queued; waits while the queue is full. The payload is copied.
   *
   * @throws EvsException INVALID_PARAM (payload over 1 MiB, no group), TOO_MANY_GROUPS, IN_SHUTDOWN
   */
  void multicast(Guarantee guarantee, Collection<Group> groups, byte[] payload);

  /**
   * As {@link #multicast}, and tells who was there: the result is how many handles but this one
   * were in any of the groups at the message's place in the order, wherever they are.
   *
   * @return completes on a thread of the member or connection when the message is delivered at this
   *     node; with an EvsException if the member or the connection ends before
   * @throws EvsException as {@link #multicast}
   */
  CompletableFuture<Integer> multicastCounted(
      Guarantee guarantee, Collection<Group> groups, byte[] payload);

  /**
   * As {@link #multicast}, but never waits.
   *
   * @throws EvsException TRY_AGAIN if the queue has no room now; otherwise as {@link #multicast}
   */
  void tryMulticast(Guarantee guarantee, Collection<Group> groups, byte[] payload);

  /**
   * evs_dispatch: runs the listener for waiting events, in the calling thread.
   *
   * @throws EvsException BAD_HANDLE if the handle was closed before the call; LIBRARY or
   *     NO_RESOURCES once the handle is disconnected and everything before that was dispatched
   */
  void dispatch(Dispatch type);

  /**
   * As {@link Dispatch#ONE} with a limit on the wait.
   *
   * @return true if an event was run, false after the time-out
   */
  boolean dispatchOne(Duration timeout);

  /**
   * evs_fd_get's equivalent: a callback that runs, on the member's thread, whenever an event is
   * queued to an empty queue. It must not block and must not call the handle; wake a thread that
   * dispatches. Null removes it.
   */
  void onReadable(Runnable callback);

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

  /** evs_finalize: leaves all groups and ends the handle. Further calls do nothing. */
  @Override
  void close();
}
