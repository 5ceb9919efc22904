package io.evs.sim.net;

import java.util.Arrays;

/**
 * How a link treats packets; may be changed at any virtual time. Probabilities are per packet and
 * copy, times are nanoseconds. The default is a switched local network of 1 ms.
 */
public final class LinkModel implements Cloneable {
  private static final long MS = 1_000_000L;

  /** Least latency. */
  public long baseNanos = MS;

  /** Mean of the exponential part of the latency. */
  public long tailNanos = MS / 10;

  /** Whether packets keep their order, but for those reordered on purpose. */
  public boolean fifo = true;

  /** Further latency of tokens. */
  public long tokenExtraNanos;

  /** Further latency of everything that goes to all (a switch that delays multicast). */
  public long multicastExtraNanos;

  /** Probability of an independent loss. */
  public double loss;

  /** Probability that a burst of losses begins at a packet. */
  public double burstEnter;

  /** Probability that a burst ends at a packet. */
  public double burstExit = 0.2;

  /** Probability of a loss inside a burst. */
  public double burstLoss = 0.9;

  /** Probability of a loss by packet type. */
  public double[] typeLoss = new double[6];

  /** Datagrams above this size vanish, as in a path with a smaller MTU. */
  public int maxBytes = Integer.MAX_VALUE;

  /** Probability of a second copy. */
  public double duplicate;

  /** Mean further delay of the second copy. */
  public long duplicateDelayNanos = 3 * MS;

  /** Probability that a packet is held back and overtaken. */
  public double reorder;

  /** Mean delay of a packet that is held back. */
  public long reorderDelayNanos = 3 * MS;

  /** Probability that a packet is damaged: with no key, the UDP checksum drops it. */
  public double corrupt;

  /** Probability that an undecodable datagram arrives beside the packet. */
  public double garbage;

  /** Rate of the link in bytes a second; 0 for no limit. */
  public long bytesPerSecond;

  /** Bytes that wait for the link; more are dropped. */
  public long queueBytes = 1 << 20;

  /** Sets everything that loses or changes packets back to harmless; latency and order stay. */
  public void clean() {
    loss = 0;
    burstEnter = 0;
    Arrays.fill(typeLoss, 0);
    maxBytes = Integer.MAX_VALUE;
    duplicate = 0;
    reorder = 0;
    corrupt = 0;
    garbage = 0;
    bytesPerSecond = 0;
  }

  /** A copy to vary for one link. */
  public LinkModel copy() {
    try {
      LinkModel copy = (LinkModel) clone();
      copy.typeLoss = typeLoss.clone();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
