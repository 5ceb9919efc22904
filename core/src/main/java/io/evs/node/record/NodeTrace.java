package io.evs.node.record;

import io.evs.EvsConfig;
import io.evs.NodeId;
import io.evs.trace.TraceSink;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trace of a node. Its lines reach the file when the loop says so: once per turn, before that
 * turn's packets and deliveries leave. Used on the loop thread only. An error ends the node, for a
 * trace that misses what others saw would accuse them; a trace that goes on without its file says
 * in it that it is cut.
 */
public interface NodeTrace {
  /** Its log. */
  Logger LOG = LoggerFactory.getLogger(NodeTrace.class);

  /** The trace of a node that is configured to have one; begins its file. */
  static NodeTrace open(EvsConfig config, NodeId id) throws IOException {
    Path folder = config.traceDir().orElseThrow();
    return config.traceMayBeCut() ? CuttableTrace.open(folder, id) : TraceFile.open(folder, id);
  }

  /** Where the member records its events. */
  TraceSink sink();

  /** Writes what was recorded since the last flush. */
  void flush() throws IOException;

  /** Whether the file ends before what the node does now, since it could not be written. */
  default boolean isCut() {
    return false;
  }

  /** Flushes and closes the file; that its end was not written is logged. */
  default void end() {
    try {
      close();
    } catch (IOException error) {
      LOG.error("the end of the trace was not written", error);
    }
  }

  /** Flushes and closes the file. */
  void close() throws IOException;
}
