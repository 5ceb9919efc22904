package io.evs.sim;

import io.evs.trace.TraceSink;

/** Where the traces of a world go. */
public interface TraceHub {
  /** The checker's sink for a process. */
  TraceSink checker(int process);

  /** The sink that writes a process's trace. */
  TraceSink writer(int process);

  /** Whether the checker has found a violation. */
  boolean violated();

  /** A hub that records nothing. */
  TraceHub NONE =
      new TraceHub() {
        @Override
        public TraceSink checker(int process) {
          return TraceSink.NONE;
        }

        @Override
        public TraceSink writer(int process) {
          return TraceSink.NONE;
        }

        @Override
        public boolean violated() {
          return false;
        }
      };
}
