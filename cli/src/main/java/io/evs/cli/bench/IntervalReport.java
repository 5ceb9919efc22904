package io.evs.cli.bench;

import java.util.Locale;

/**
 * Deliveries at the coordinating member within a part of a run.
 *
 * @param bytes size of each message
 * @param fromSeconds begin of the part, since the begin of the run
 * @param toSeconds its end
 * @param writes messages delivered in it
 */
record IntervalReport(int bytes, double fromSeconds, double toSeconds, long writes) {
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
        "%7.1f-%.1f s %5d bytes per write %9.3f TP/s %7.3f MB/s",
        fromSeconds,
        toSeconds,
        bytes,
        writesPerSecond(),
        megabytesPerSecond());
  }
}
