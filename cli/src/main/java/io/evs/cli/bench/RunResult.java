package io.evs.cli.bench;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One measured run.
 *
 * @param bytes size of each message
 * @param members how many members delivered
 * @param writes messages that every member delivered
 * @param delivered sum over the members
 * @param seconds from the first write to the last member's answer
 * @param retransmits message packets that were sent again, sum over the members
 * @param cpuSeconds CPU time of each member, in order of their ids
 * @param latencies nanoseconds from due to delivered, at the members that share a clock with the
 *     sender
 */
record RunResult(
    int bytes,
    int members,
    long writes,
    long delivered,
    double seconds,
    long retransmits,
    List<Double> cpuSeconds,
    Histogram latencies) {

  private static final double MEGA = 1e6;

  double writesPerSecond() {
    return writes / seconds;
  }

  double megabytesPerSecond() {
    return writes * (double) bytes / MEGA / seconds;
  }

  /** The line of the original evsbench. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%5d Writes %5d bytes per write %7.3f Seconds runtime %9.3f TP/s %7.3f MB/s.",
        writes,
        bytes,
        seconds,
        writesPerSecond(),
        megabytesPerSecond());
  }
}
