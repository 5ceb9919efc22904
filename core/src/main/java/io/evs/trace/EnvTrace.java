package io.evs.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes the file that describes the environment of a run (docs/properties.md, "The trace"): from
 * when on the network was calm, and in which components. Each line is written at once.
 */
public final class EnvTrace implements AutoCloseable {
  private final OutputStream out;
  private final TraceBuffer buffer = new TraceBuffer(256);

  private EnvTrace(OutputStream out, boolean begun) throws IOException {
    this.out = out;
    if (!begun) {
      buffer.text(ascii("{\"e\":\"trace\",\"v\":1,\"role\":\"env\"}\n"));
      buffer.drainTo(out);
    }
  }

  /** An environment trace on an empty stream, closed with this object. */
  public EnvTrace(OutputStream out) throws IOException {
    this(out, false);
  }

  /** Begins or continues the file. */
  public static EnvTrace open(Path file) throws IOException {
    boolean begun = TraceFiles.begun(file);
    return new EnvTrace(TraceFiles.append(file), begun);
  }

  /**
   * From this time to the end of the trace there were no faults.
   *
   * @param components the connected sets of processes; everyone named was alive
   * @param convergenceMicros how long after {@code timeMicros} each must have its final ring
   * @param drained whether the workload had stopped early enough for nothing to be in flight
   */
  public void stable(long timeMicros, int[][] components, long convergenceMicros, boolean drained)
      throws IOException {
    buffer.text(ascii("{\"e\":\"stable\",\"t\":")).number(timeMicros);
    buffer.text(ascii(",\"comps\":["));
    for (int i = 0; i < components.length; i++) {
      if (i > 0) {
        buffer.character(',');
      }
      buffer.processes(components[i]);
    }
    buffer.text(ascii("],\"conv\":")).number(convergenceMicros);
    buffer.text(ascii(drained ? ",\"drained\":true}\n" : ",\"drained\":false}\n"));
    buffer.drainTo(out);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
