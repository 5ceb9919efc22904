package io.evs.cli.bench;

/**
 * What one member did in a run.
 *
 * @param nodeId its node id
 * @param coordinates whether it is the one that runs the bench
 * @param delivered messages it delivered
 * @param figures what it used
 */
record MemberResult(long nodeId, boolean coordinates, long delivered, Figures figures) {
  /** Messages it sent. */
  long sent() {
    return figures.get(Figure.SENT);
  }

  /** Share of the run in which that thread of it had a processor, 0 to 1. */
  double share(Figure thread, double seconds) {
    return seconds <= 0 ? 0 : Math.min(1, figures.seconds(thread) / seconds);
  }

  /** Share of its sending in which its sender had a processor, 0 to 1. */
  double senderShare() {
    double sending = figures.seconds(Figure.SENDING_NANOS);
    return sending <= 0 ? 0 : Math.min(1, figures.seconds(Figure.SEND_NANOS) / sending);
  }

  /** Share of its machine's processor time that somebody used, 0 to 1; 0 if not known. */
  double machineShare() {
    long all = figures.get(Figure.MACHINE_TICKS);
    return all == 0 ? 0 : figures.get(Figure.MACHINE_BUSY_TICKS) / (double) all;
  }
}
