package io.evs.cli.ring;

import io.evs.EvsConfig;

/** Starts members: real ones, or those of a test. */
@FunctionalInterface
public interface RingStarter {
  /** Starts one; it joins its ring in the background, and leaves it when the process ends. */
  RingMember start(EvsConfig config);

  /** Real members on UDP sockets. */
  static RingStarter udp() {
    return UdpMember::start;
  }
}
