package io.evs.ipc;

import io.evs.EvsException;

/** What administrators may ask the process of a node for, through its socket. Must not block. */
public interface NodeControl {
  /** Of a process that takes no such orders. */
  NodeControl NONE =
      new NodeControl() {
        @Override
        public void leave() {
          throw refusal();
        }

        @Override
        public void logLevel(String level) {
          throw refusal();
        }

        private EvsException refusal() {
          return new EvsException(
              EvsException.Code.NOT_SUPPORTED,
              "this node is part of a program, which takes no such orders");
        }
      };

  /** Leave the ring and end, soon. */
  void leave();

  /**
   * Log from this level on.
   *
   * @throws EvsException INVALID_PARAM if there is no such level
   */
  void logLevel(String level);
}
