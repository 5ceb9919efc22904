package io.evs.cli.bench;

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
record IntervalReport(
    int bytes, double fromSeconds, double toSeconds, long writes, long retransmits) {
  double writesPerSecond() {
    return writes / (toSeconds - fromSeconds);
  }

  double megabytesPerSecond() {
    return writesPerSecond() * bytes / 1e6;
  }

  /** For people. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%6.1f-%-6.1f s %5d bytes per write %11.3f TP/s %8.3f MB/s %6d sent again",
        fromSeconds,
        toSeconds,
        bytes,
        writesPerSecond(),
        megabytesPerSecond(),
        retransmits);
  }
}
