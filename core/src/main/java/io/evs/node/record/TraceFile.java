package io.evs.node.record;

import io.evs.NodeId;
import io.evs.trace.TraceSink;
import io.evs.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The trace of a member in a folder that it may share with others: one file per node id, which a
 * later incarnation continues.
 */
record TraceFile(TraceWriter writer) implements NodeTrace {
  static NodeTrace open(Path folder, NodeId node) throws IOException {
    Files.createDirectories(folder);
    return new TraceFile(TraceWriter.open(in(folder, node), node.value(), "monotonic"));
  }

  /** The file of a node in a folder of traces. */
  static Path in(Path folder, NodeId node) {
    return folder.resolve("p" + node + ".jsonl");
  }

  @Override
  public TraceSink sink() {
    return writer;
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
