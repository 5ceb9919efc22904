package io.evs.cli.bench;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One measured run.
 *
 * @param bytes size of each message
 * @param writes messages that every member delivered
 * @param seconds from the first write to the last member's answer
 * @param startMillis when it began, since 1970
 * @param rate messages of each sender per second that were asked for; 0 for as many as possible
 * @param partial whether it was interrupted
 * @param reformations how often the ring re-formed meanwhile
 * @param perMember what each member did, in order of their ids
 * @param latencies nanoseconds from due to delivered, at the members that share a clock with the
 *     sender
 * @param slices deliveries at the coordinating member and latencies as above over time; empty if
 *     nobody asked for them
 */
record RunResult(
    int bytes,
    long writes,
    double seconds,
    long startMillis,
    long rate,
    boolean partial,
    int reformations,
    List<MemberResult> perMember,
    Histogram latencies,
    List<Timeline.Slice> slices) {

  private static final double MEGA = 1e6;

  int members() {
    return perMember.size();
  }

  /** Sum over the members. */
  long delivered() {
    return perMember.stream().mapToLong(MemberResult::delivered).sum();
  }

  /** Message packets that were sent again, sum over the members. */
  long retransmits() {
    return sum(Figure.RETRANSMITS);
  }

  long sum(Figure figure) {
    return perMember.stream().mapToLong(member -> member.figures().get(figure)).sum();
  }

  /** CPU time of each member, in order of their ids. */
  List<Double> cpuSeconds() {
    return perMember.stream().map(member -> member.figures().seconds(Figure.CPU_NANOS)).toList();
  }

  double writesPerSecond() {
    return seconds <= 0 ? 0 : writes / seconds;
  }

  double megabytesPerSecond() {
    return megabytesPerSecond(writes);
  }

  /** Payload of so many of its messages over its time. */
  double megabytesPerSecond(long messages) {
    return seconds <= 0 ? 0 : messages * (double) bytes / MEGA / seconds;
  }

  /** Messages per second that all senders together were asked for; 0 without a rate. */
  double asked() {
    return rate * (double) perMember.stream().filter(member -> member.sent() > 0).count();
  }

  /** Messages per second while the senders sent, without the wait for the last delivery. */
  double sentPerSecond() {
    return perMember.stream()
        .filter(member -> member.figures().get(Figure.SENDING_NANOS) > 0)
        .mapToDouble(member -> member.sent() / member.figures().seconds(Figure.SENDING_NANOS))
        .sum();
  }

  /** What most likely limited it. */
  Limit limit() {
    return Limits.of(this);
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
