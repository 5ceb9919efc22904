package io.evs.security;

import io.evs.flight.Refusal;
import java.net.InetSocketAddress;

/** What an envelope needs of the process and the machine it is in. Called on its loop thread. */
public interface Surroundings {
  /** Fills an array with random bytes that nobody can guess. */
  void random(byte[] bytes);

  /** Nanoseconds of any origin, as System.nanoTime. */
  long nanoTime();

  /** Whether packets that this node sends may come from this address. */
  boolean isOwn(InetSocketAddress address);

  /**
   * Somebody sends what this member cannot accept. Called at most once a second.
   *
   * @param does what he does, and what becomes of it: a clause whose subject is the address
   */
  void stranger(InetSocketAddress from, String does);

  /**
   * A packet was refused, for the flight recorder. Called for each: must cost next to nothing.
   *
   * @param nodeId the node that it says it is of, which is not proven; 0 if it does not say
   */
  default void refused(Refusal reason, int nodeId, InetSocketAddress from) {}
}
