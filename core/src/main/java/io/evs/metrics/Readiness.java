package io.evs.metrics;

import io.evs.NodeStatus;

/** What a node says to whoever asks whether it lives, and whether it is to be used. Any thread. */
public interface Readiness {
  /** A node that is ready as a member of any installed ring. */
  Readiness ANY_RING =
      new Readiness() {
        @Override
        public String ailment() {
          return "";
        }

        @Override
        public String lack(NodeStatus status) {
          return "";
        }
      };

  /** Why it had better be started again, in a sentence; empty if it lives. */
  String ailment();

  /** What a member of an installed ring lacks to be ready, in a sentence; empty for nothing. */
  String lack(NodeStatus status);
}
