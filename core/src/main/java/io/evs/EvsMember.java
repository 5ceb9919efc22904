package io.evs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A member of a ring as a program sees it: one that runs in this process ({@code
 * io.evs.node.EvsNode}), or that of a local daemon whose client this process is ({@code
 * io.evs.ipc.EvsClient}). What is written against this type works with both.
 *
 * <p>Threading: every method may be called from any thread but the member's or connection's own
 * one, which runs {@link Evs#onReadable} callbacks and what depends on futures of handles without
 * an executor, and is refused with NOT_SUPPORTED. Its threads are daemons: a process that only
 * listens must wait for something itself.
 *
 * <p>Errors: every method that asks the member throws {@link EvsException} with {@link
 * EvsException.Code#LIBRARY} when the member was closed or failed, or the connection to it is lost,
 * and TIMEOUT when the thread is interrupted. A limit that is negative is one of zero, and one of
 * more than 292 years is that. Null is refused with a NullPointerException.
 */
public interface EvsMember extends AutoCloseable {
  /** Id of its node. */
  NodeId id();

  /** Name of its node for people. */
  String name();

  /** Name of its ring. */
  String ringName();

  /** The configuration last installed; empty before the first. */
  Optional<Configuration> configuration();

  /**
   * Waits for a regular configuration of at least so many members.
   *
   * @param members 1 or more; with 1 it is the first one that is waited for
   * @param timeout how long; zero looks once
   * @return the configuration installed
   * @throws EvsException TIMEOUT if there is none in time, or if the thread is interrupted;
   *     INVALID_PARAM for less than one member
   */
  Configuration awaitMembers(int members, Duration timeout);

  /**
   * Opens a handle whose events the program dispatches ({@link Evs#dispatch}). Its first event is
   * the configuration that is installed, if there is one. Its process id is that of the process for
   * the first handle, and that with a number in the upper ten bits for each further one.
   *
   * @throws EvsException NO_RESOURCES with 1022 handles of the node open, or 128 of a client
   */
  Evs open(EvsListener listener);

  /**
   * Opens a handle whose events are run on an executor, in order and never two at once. They may
   * begin to come before this method returns. The events that wait are bounded as those are that
   * wait for {@link Evs#dispatch}: a listener that is too slow loses the handle.
   *
   * @param executor runs tasks in threads of its own, not in those that submit them; it may be
   *     shared by handles. If it refuses a task or fails, the handle is closed and that is logged;
   *     a task that it takes and drops, as {@code shutdownNow} does, is not noticed: close the
   *     handle first, which ends what waits for it
   * @throws EvsException as {@link #open(EvsListener)}
   */
  Evs open(EvsListener listener, Executor executor);

  /**
   * Opens a handle that the agents of all members obey, as {@code evs key} and {@code evs doctor}
   * do. Programs have no other use for it. A member in this process is administered by its program;
   * a client must be of a user who administers the daemon.
   *
   * @throws EvsException as {@link #open}; NO_RESOURCES with 32 such handles of the node open;
   *     ACCESS if this user may not administer the node
   */
  Evs openOperator(EvsListener listener);

  /** All groups known on the ring with their members, in order of name. */
  Map<Group, List<GroupMember>> groups();

  /** What the node knows of itself now. */
  NodeStatus status();

  /**
   * What all members of the ring that run an {@code evs node} tell of themselves.
   *
   * @param patience how long those that do not answer are waited for; a daemon waits 10 s at most
   * @throws EvsException TIMEOUT if the ring re-forms; TRY_AGAIN while another thread of this
   *     client asks
   */
  RingStatus statusOfAll(Duration patience);

  /**
   * Closes when the JVM ends, as after SIGTERM and SIGINT. Further calls do nothing, and neither do
   * those that come when the member is closed or the JVM is ending.
   */
  void closeOnShutdown();

  /** How long {@link #close()} waits for what was accepted. */
  Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /**
   * Ends, and all handles with it. What was accepted before is sent first: a member waits until
   * every member has it, and leaves its ring, so that the others go on without a time-out; a client
   * waits until the daemon has taken it, which sends it then. Further calls do nothing.
   *
   * <p>A thread that was interrupted before closes all the same; an interrupt while this waits for
   * what was accepted ends that wait. The thread stays interrupted.
   *
   * @param limit how long what was accepted is waited for; zero waits for nothing
   * @throws EvsException TIMEOUT if not all was sent in time, and how much was not; the member or
   *     connection is closed all the same
   */
  void close(Duration limit);

  /** As {@link #close(Duration)} with {@link #CLOSE_LIMIT}; what was not sent is logged. */
  @Override
  void close();
}
