package io.evs.cli.bench.result;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.HdrHistogram.Histogram;

/**
 * Latencies of one member in one run, whole and in slices of time. The bounds of the slices depend
 * on the begin of the run alone, so that those of all members in a process are the same. Written by
 * the thread that dispatches; the slices may be read by any.
 */
public final class Timeline {
  static final long LATENCY_MAX_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;
  private static final long SLICE_MIN_NANOS = 100_000_000L;

  /** A slice is at least this part of the time before it, so that long runs have few. */
  private static final int GROWTH = 64;

  /** Even those of a length that was asked for. */
  private static final int GROWTH_OF_GIVEN = 4096;

  private final long origin;
  private final long givenNanos;
  private final boolean keep;
  private final Histogram all = newHistogram();
  private final Histogram current;
  private final List<Slice> slices = new CopyOnWriteArrayList<>();
  private long from;
  private long to;
  private long delivered;

  /**
   * A part of a run.
   *
   * @param fromNanos its begin, since the begin of the run
   * @param toNanos its end
   * @param delivered messages delivered in it, at one member
   * @param latencies their latencies, as far as the sender is in this process, encoded
   */
  public record Slice(long fromNanos, long toNanos, long delivered, byte[] latencies) {
    public double fromSeconds() {
      return fromNanos / 1e9;
    }

    public double toSeconds() {
      return toNanos / 1e9;
    }

    public double writesPerSecond() {
      return delivered / (toSeconds() - fromSeconds());
    }
  }

  /** Without slices. */
  Timeline() {
    this(0, 0, false);
  }

  /**
   * With slices.
   *
   * @param origin begin of the run, in System.nanoTime() terms
   * @param givenNanos length of each; 0 for what suits the run's length
   */
  Timeline(long origin, long givenNanos) {
    this(origin, givenNanos, true);
  }

  private Timeline(long origin, long givenNanos, boolean keep) {
    this.origin = origin;
    this.givenNanos = givenNanos;
    this.keep = keep;
    this.current = keep ? newHistogram() : all;
    this.to = length();
  }

  public static Histogram newHistogram() {
    return new Histogram(1, LATENCY_MAX_NANOS, DIGITS);
  }

  /** Whether it wants to be told of every message. */
  public boolean keepsSlices() {
    return keep;
  }

  /** A message was delivered at that time; only needed for slices. */
  public void delivered(long now) {
    if (keep) {
      if (now - origin >= to) {
        close(now - origin);
      }
      delivered++;
    }
  }

  /** The message of which {@link #delivered} was told was due so long before. */
  public void latency(long latencyNanos) {
    current.recordValue(Math.max(1, Math.min(latencyNanos, LATENCY_MAX_NANOS)));
  }

  private void close(long elapsed) {
    while (elapsed >= to) {
      closeOne(to);
      from = to;
      to = from + length();
    }
  }

  private void closeOne(long end) {
    slices.add(new Slice(from, end, delivered, encode(current)));
    delivered = 0;
    all.add(current);
    current.reset();
  }

  private long length() {
    return givenNanos > 0
        ? Math.max(givenNanos, from / GROWTH_OF_GIVEN)
        : Math.max(SLICE_MIN_NANOS, from / GROWTH);
  }

  /** The run is over for this member: the last slice ends here. */
  public void end(long now) {
    if (!keep) {
      return;
    }
    long elapsed = now - origin;
    close(elapsed);
    if (delivered > 0 && elapsed > from) {
      closeOne(elapsed);
      from = elapsed;
    }
  }

  /** Those that are over. */
  public List<Slice> slices() {
    return List.copyOf(slices);
  }

  /** All latencies, but for those of a slice that is not over. */
  public Histogram latencies() {
    return all;
  }

  public static byte[] encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), length);
  }
}
