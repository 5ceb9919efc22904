package io.evs.cli.bench.result;

/**
 * What one member did in a run.
 *
 * @param nodeId its node id
 * @param coordinates whether it is the one that runs the bench
 * @param delivered messages it delivered
 * @param figures what it used
 */
public record MemberResult(
    long nodeId, boolean coordinates, long delivered, MemberFigures figures) {
  /** Messages it sent. */
  public long sent() {
    return figures.get(MemberFigure.SENT);
  }

  /** Share of the run in which that thread of it had a processor, 0 to 1. */
  public double share(MemberFigure thread, double seconds) {
    return seconds <= 0 ? 0 : Math.min(1, figures.seconds(thread) / seconds);
  }

  /** Share of its sending in which its sender had a processor, 0 to 1. */
  public double senderShare() {
    double sending = figures.seconds(MemberFigure.SENDING_NANOS);
    return sending <= 0 ? 0 : Math.min(1, figures.seconds(MemberFigure.SEND_NANOS) / sending);
  }

  /** Share of its machine's processor time that somebody used, 0 to 1; 0 if not known. */
  public double machineShare() {
    long all = figures.get(MemberFigure.MACHINE_TICKS);
    return all == 0 ? 0 : figures.get(MemberFigure.MACHINE_BUSY_TICKS) / (double) all;
  }
}
