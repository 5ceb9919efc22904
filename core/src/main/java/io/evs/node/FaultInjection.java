package io.evs.node;

import io.evs.EvsConfig;
import io.evs.transport.FaultyTransport;
import io.evs.transport.LinkFaults;

/**
 * Members that suffer, for {@code evs verify --chaos} and tests of failures. No part of the API.
 * Any thread.
 */
public final class FaultInjection {
  private FaultInjection() {}

  /** As {@link EvsNode#start}, with faults on the member's way to the network. */
  public static EvsNode start(EvsConfig config, LinkFaults faults) {
    return EvsNode.start(config, real -> new FaultyTransport(real, faults));
  }

  /** Ends a member without a word to the others, as a crash would. */
  public static void crash(EvsNode node) {
    node.abort();
  }
}
