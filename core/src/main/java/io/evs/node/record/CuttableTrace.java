package io.evs.node.record;

import io.evs.NodeId;
import io.evs.text.Causes;
import io.evs.trace.TraceSink;
import io.evs.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trace of a member that is there for others ({@link io.evs.EvsConfig.Builder#traceMayBeCut}):
 * where the file can no longer be written, on a full disk for one, the trace is cut there and the
 * member goes on. A reader takes what it does later for what a cut trace does not show ({@link
 * TraceWriter#cut}). A member whose result rests on its trace ends instead ({@link TraceFile}).
 */
final class CuttableTrace implements NodeTrace {
  private static final Logger LOG = LoggerFactory.getLogger(CuttableTrace.class);

  private final Path file;
  private final TraceWriter writer;
  private boolean cut;

  CuttableTrace(Path file, TraceWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  static NodeTrace open(Path folder, NodeId node) throws IOException {
    Files.createDirectories(folder);
    Path file = TraceFile.in(folder, node);
    return new CuttableTrace(file, TraceWriter.open(file, node.value(), "monotonic"));
  }

  @Override
  public TraceSink sink() {
    return writer;
  }

  @Override
  public void flush() throws IOException {
    if (cut) {
      writer.discard();
      return;
    }
    try {
      writer.flush();
    } catch (IOException e) {
      cut = true;
      LOG.error(
          "the trace {} cannot be written ({}): it is cut here, and the node goes on without it",
          file,
          Causes.reason(e));
      mark();
    }
  }

  /** Not even that may be possible: the disk is gone, or can only be read. */
  private void mark() {
    try {
      TraceWriter.cut(file);
    } catch (IOException e) {
      LOG.error(
          "the trace {} does not say that it is cut ({}): do not check it with others",
          file,
          Causes.reason(e));
    }
  }

  @Override
  public boolean isCut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    flush();
    writer.close();
  }
}
