package io.evs.cli.bench.result;

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
public record RunResult(
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
  private static final int COLUMNS = 80;

  /** The decimals of the largest numbers go first. */
  private static final List<String> NUMBERS =
      List.of(
          "%.3f Seconds runtime %.3f TP/s %.3f",
          "%.3f Seconds runtime %.1f TP/s %.3f",
          "%.3f Seconds runtime %.0f TP/s %.3f",
          "%.3f Seconds runtime %.0f TP/s %.1f",
          "%.1f Seconds runtime %.0f TP/s %.1f",
          "%.0f Seconds runtime %.0f TP/s %.0f");

  public int members() {
    return perMember.size();
  }

  /** Sum over the members. */
  public long delivered() {
    return perMember.stream().mapToLong(MemberResult::delivered).sum();
  }

  /** Message packets that were sent again, sum over the members. */
  public long retransmits() {
    return sum(MemberFigure.RETRANSMITS);
  }

  public long sum(MemberFigure figure) {
    return perMember.stream().mapToLong(member -> member.figures().get(figure)).sum();
  }

  /** CPU time of each member, in order of their ids. */
  public List<Double> cpuSeconds() {
    return perMember.stream()
        .map(member -> member.figures().seconds(MemberFigure.CPU_NANOS))
        .toList();
  }

  public double writesPerSecond() {
    return seconds <= 0 ? 0 : writes / seconds;
  }

  public double megabytesPerSecond() {
    return megabytesPerSecond(writes);
  }

  /** Payload of so many of its messages over its time. */
  public double megabytesPerSecond(long messages) {
    return seconds <= 0 ? 0 : messages * (double) bytes / MEGA / seconds;
  }

  /** Messages per second that all senders together were asked for; 0 without a rate. */
  public double asked() {
    return rate * (double) perMember.stream().filter(member -> member.sent() > 0).count();
  }

  /** Messages per second while the senders sent, without the wait for the last delivery. */
  public double sentPerSecond() {
    return perMember.stream()
        .filter(member -> member.figures().get(MemberFigure.SENDING_NANOS) > 0)
        .mapToDouble(member -> member.sent() / member.figures().seconds(MemberFigure.SENDING_NANOS))
        .sum();
  }

  /** What most likely limited it. */
  public Bottleneck limit() {
    return Limits.of(this);
  }

  /**
   * The line of the original evsbench on 80 columns, which ends where those of other runs do; large
   * numbers have fewer decimals.
   */
  public String line() {
    String line = "";
    for (String numbers : NUMBERS) {
      line = line("%d Writes %d bytes per write " + numbers + " MB/s.");
      if (line.length() <= COLUMNS) {
        break;
      }
    }
    return " ".repeat(Math.max(0, COLUMNS - line.length())) + line;
  }

  private String line(String format) {
    return String.format(
        Locale.ROOT, format, writes, bytes, seconds, writesPerSecond(), megabytesPerSecond());
  }
}
