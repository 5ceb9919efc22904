package io.evs.cli.command;

import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.node.EvsNode;

/** Starts members: real ones, or those of a test. */
@FunctionalInterface
public interface RingStarter {
  /** Starts one; it joins its ring in the background, and leaves it when the process ends. */
  EvsMember start(EvsConfig config);

  /** Real members on UDP sockets. */
  static RingStarter udp() {
    return config -> leaving(EvsNode.start(config));
  }

  /** The same member, which leaves its ring when the process ends. */
  static <T extends EvsMember> T leaving(T member) {
    member.closeOnShutdown();
    return member;
  }
}
