package io.evs.sim.trace;

import io.evs.trace.TraceSink;
import java.util.List;
import java.util.Map;

/** Where the traces of a world go. */
public interface TraceHub {
  /** The checker's sink for a process. */
  TraceSink checker(int process);

  /** The sink that writes a process's trace. */
  TraceSink writer(int process);

  /** Whether the checker has found a violation. */
  boolean violated();

  /** Ends the lines of a step of a process, before its outputs leave. */
  void flush(int process);

  /** From this time on there is no fault; see {@code stable} in docs/properties.md, "The trace". */
  void stable(long timeMicros, int[][] components, long convergenceMicros, boolean drained);

  /** Ends all traces; what the checker found. */
  CheckResult finish();

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

        @Override
        public void flush(int process) {}

        @Override
        public void stable(
            long timeMicros, int[][] components, long convergenceMicros, boolean drained) {}

        @Override
        public CheckResult finish() {
          return new CheckResult(List.of(), Map.of(), 0, 0);
        }
      };
}
