package io.evs.transport;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What is wrong with one member's network and process at present, for tests of failures on real
 * sockets. Set from any thread; asked by the loop of the {@link FaultyTransport} that has it.
 */
public final class LinkFaults {
  private final SplittableRandom random;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong stopNanos = new AtomicLong();
  private volatile double loss;
  private volatile Set<InetSocketAddress> deafTo = Set.of();

  /**
   * No faults yet.
   *
   * @param seed decides which datagrams are lost
   */
  public LinkFaults(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From now on loses that share of the datagrams that arrive. */
  public void lose(double share) {
    loss = share;
  }

  /** From now on does not hear those; an empty set hears everybody. */
  public void hearNothingFrom(Set<InetSocketAddress> addresses) {
    deafTo = Set.copyOf(addresses);
  }

  /** Stops the loop, once, for that long, as a stopped process would. */
  public void stopFor(long nanos) {
    stopNanos.set(nanos);
  }

  /** How many datagrams were dropped so far. */
  public long dropped() {
    return dropped.get();
  }

  /** Whether a datagram is to be dropped; loop thread. */
  boolean drops(InetSocketAddress from) {
    boolean drop = deafTo.contains(from) || (loss > 0 && random.nextDouble() < loss);
    if (drop) {
      dropped.incrementAndGet();
    }
    return drop;
  }

  /** Stands still if that was asked for; loop thread. */
  void stop() {
    if (stopNanos.get() == 0) {
      return;
    }
    long until = System.nanoTime() + stopNanos.getAndSet(0);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
