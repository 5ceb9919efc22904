package io.evs.cli.bench.run;

import io.evs.cli.bench.result.IntervalReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Cuts a run into parts of equal length. */
final class IntervalClock {
  private static final long IDLE_NANOS = 200_000_000L;

  private final long lengthNanos;
  private final int bytes;
  private final LongSupplier delivered;
  private final LongSupplier retransmits;
  private final long began = System.nanoTime();
  private long from = began;
  private long counted;
  private long resent;

  /**
   * A clock that starts now.
   *
   * @param length of each part; empty for none
   * @param bytes size of each message
   * @param delivered messages delivered in the run so far
   * @param retransmits message packets sent again, ever; asked once for each part
   */
  IntervalClock(
      Optional<Duration> length, int bytes, LongSupplier delivered, LongSupplier retransmits) {
    this.retransmits = retransmits;
    this.resent = length.isPresent() ? retransmits.getAsLong() : 0;
    this.lengthNanos = length.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    this.bytes = bytes;
    this.delivered = delivered;
  }

  /** How long to wait for something else to happen. */
  long nanosToNext() {
    if (lengthNanos == Long.MAX_VALUE) {
      return IDLE_NANOS;
    }
    return Math.max(1, Math.min(IDLE_NANOS, from + lengthNanos - System.nanoTime()));
  }

  /** Reports the current part if it is over. */
  void report(Consumer<IntervalReport> reports) {
    long now = System.nanoTime();
    if (now - from < lengthNanos) {
      return;
    }
    long total = delivered.getAsLong();
    long again = retransmits.getAsLong();
    reports.accept(
        new IntervalReport(
            bytes,
            (from - began) / 1e9,
            (now - began) / 1e9,
            total - counted,
            Math.max(0, again - resent)));
    resent = again;
    from = now;
    counted = total;
  }
}
