package io.evs.transport;

/**
 * Which packets may travel as one segmented send: all of one size, only the last shorter, within
 * what kernels accept (64 kB in all, 64 segments on older kernels, each segment within the MTU).
 */
final class Bursts {
  /** Most segments of a burst. */
  static final int SEGMENTS_MAX = 46;

  /** Most bytes of a burst. */
  static final int BYTES_MAX = 64_000;

  private Bursts() {}

  /**
   * First index after {@code from} that does not fit into the burst that begins at {@code from};
   * {@code from + 1} if the packet must go alone.
   */
  static int end(Outbox out, int from, int runEnd, int segmentMaxBytes) {
    int segment = out.packet(from).length();
    int end = from + 1;
    if (segment == 0 || segment > segmentMaxBytes) {
      return end;
    }
    int bytes = segment;
    while (end < runEnd && end - from < SEGMENTS_MAX) {
      int length = out.packet(end).length();
      if (length == 0 || length > segment || bytes + length > BYTES_MAX) {
        break;
      }
      bytes += length;
      end++;
      if (length < segment) {
        break;
      }
    }
    return end;
  }
}
