package io.evs.cli.ring;

import io.evs.EvsConfig;
import io.evs.EvsException;

/** A real member. */
final class UdpMember {
  private UdpMember() {}

  static RingMember start(EvsConfig config) {
    throw new EvsException(EvsException.Code.LIBRARY, "no node for " + config.ringName());
  }
}
