package io.evs.cli.bench;

import io.evs.cli.bench.result.RunResult;
import io.evs.cli.bench.result.Timeline;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The latencies as an HdrHistogram interval log (version 1.3): a line for each size, or with {@code
 * --interval} for each part of each size; the tag is the size. Values are nanoseconds, times
 * seconds since the log's base time, maxima milliseconds, as HdrHistogram's own tools expect.
 */
final class HdrLog {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1000;

  private HdrLog() {}

  /**
   * Writes it.
   *
   * @param perInterval whether the runs' slices are wanted, not whole runs
   */
  static void write(PrintStream out, List<RunResult> runs, boolean perInterval) {
    HistogramLogWriter log = new HistogramLogWriter(out);
    long base = runs.isEmpty() ? System.currentTimeMillis() : runs.get(0).startMillis();
    log.outputComment("[evs bench: latency in nanoseconds; tag: bytes of payload]");
    log.outputLogFormatVersion();
    log.outputStartTime(base);
    log.setBaseTime(base);
    log.outputBaseTime(base);
    log.outputLegend();
    for (RunResult run : runs) {
      if (perInterval && !run.slices().isEmpty()) {
        run.slices().forEach(slice -> line(log, base, run, slice));
      } else {
        line(log, run.startMillis() - base, run.seconds(), run.latencies().copy(), run);
      }
    }
  }

  private static void line(HistogramLogWriter log, long base, RunResult run, Timeline.Slice slice) {
    decode(slice.latencies())
        .ifPresent(
            latencies ->
                line(
                    log,
                    run.startMillis() - base + slice.fromNanos() / 1_000_000,
                    slice.toSeconds() - slice.fromSeconds(),
                    latencies,
                    run));
  }

  private static void line(
      HistogramLogWriter log, long fromMillis, double seconds, Histogram latencies, RunResult run) {
    latencies.setTag(run.bytes() + "B");
    double from = fromMillis / MILLIS_PER_SECOND;
    log.outputIntervalHistogram(from, from + seconds, latencies, NANOS_PER_MILLI);
  }

  /** A histogram of this process; empty if it is none. */
  static Optional<Histogram> decode(byte[] encoded) {
    try {
      return Optional.of(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0));
    } catch (DataFormatException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
