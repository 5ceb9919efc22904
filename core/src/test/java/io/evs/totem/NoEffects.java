package io.evs.totem;

import io.evs.totem.wire.Packet;

/** For parts of the engine that want nothing done. */
final class NoEffects implements TotemEffects {
  private static UnsupportedOperationException wanted() {
    return new UnsupportedOperationException("this part wants nothing done");
  }

  @Override
  public void multicast(Packet packet) {
    throw wanted();
  }

  @Override
  public void announce(Packet packet) {
    throw wanted();
  }

  @Override
  public void unicast(int nodeId, Packet packet) {
    throw wanted();
  }

  @Override
  public boolean addressKnown(int nodeId) {
    throw wanted();
  }

  @Override
  public void reserveRingSequence(long upTo) {
    throw wanted();
  }

  @Override
  public void duplicateNodeId(long otherIncarnation) {
    throw wanted();
  }
}
