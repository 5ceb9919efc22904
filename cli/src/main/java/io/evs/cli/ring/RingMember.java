package io.evs.cli.ring;

import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.NodeId;
import io.evs.node.NodeStatus;
import io.evs.node.StatusQuery;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** A running member of a ring, as much of it as commands need. */
public interface RingMember extends AutoCloseable {
  /** Its node id. */
  NodeId id();

  /** A new handle on it. */
  Evs open(EvsListener listener);

  /** A new handle on it that may direct the agents of all members. */
  Evs openOperator(EvsListener listener);

  /** Waits for the first regular configuration; false after the time-out. */
  boolean awaitOperational(Duration timeout);

  /** Waits for a regular configuration of at least so many members; false after the time-out. */
  boolean awaitMembers(int count, Duration timeout);

  /** The engine's counters by name. */
  Map<String, Long> counters();

  /** What its node knows of itself now. */
  NodeStatus status();

  /**
   * What all members that run an {@code evs node} know of themselves.
   *
   * @param patience how long those that do not answer are waited for
   */
  StatusQuery.Answers askAll(Duration patience);

  /** CPU time that the thread of its ring has used so far. */
  long cpuNanos();

  /** CPU time of the process of its node, if that is another one than this; else 0. */
  long daemonCpuNanos();

  /** Where it is bound. */
  InetSocketAddress address();

  /** Ends without a word to the others, as a crash would. */
  void abort();

  /** Leaves the ring. */
  @Override
  void close();
}
