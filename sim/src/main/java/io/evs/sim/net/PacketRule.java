package io.evs.sim.net;

/** A scripted exception to the network's behaviour, asked for each copy of each packet sent. */
@FunctionalInterface
public interface PacketRule {
  /** The packet is not this rule's business. */
  long PASS = -1;

  /** The packet vanishes. */
  long DROP = -2;

  /**
   * What happens to the packet.
   *
   * @return {@link #PASS}, {@link #DROP}, or a delay in nanoseconds that replaces the latency
   */
  long verdict(Datagram datagram);
}
