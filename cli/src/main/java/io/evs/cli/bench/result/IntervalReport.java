package io.evs.cli.bench.result;

import java.util.Locale;

/**
 * Deliveries at the coordinating member within a part of a run.
 *
 * @param bytes size of each message
 * @param fromSeconds begin of the part, since the begin of the run
 * @param toSeconds its end
 * @param writes messages delivered in it
 * @param retransmits message packets that this member sent again in it
 */
public record IntervalReport(
    int bytes, double fromSeconds, double toSeconds, long writes, long retransmits) {
  public double writesPerSecond() {
    return writes / (toSeconds - fromSeconds);
  }

  public double megabytesPerSecond() {
    return writesPerSecond() * bytes / 1e6;
  }

  /** For people. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%5.1f-%-5.1f s %5d bytes per write %8.0f TP/s %7.1f MB/s %5d sent again",
        fromSeconds,
        toSeconds,
        bytes,
        writesPerSecond(),
        megabytesPerSecond(),
        retransmits);
  }
}
