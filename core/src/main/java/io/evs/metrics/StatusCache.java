package io.evs.metrics;

import io.evs.NodeStatus;
import java.time.Duration;
import java.util.function.Supplier;

/** The status as of a moment ago, so that no number of requests costs the ring's loop more. */
final class StatusCache {
  private static final long KEEP_NANOS = Duration.ofMillis(200).toNanos();

  private final Supplier<NodeStatus> source;
  private NodeStatus last;
  private long takenNanos;

  StatusCache(Supplier<NodeStatus> source) {
    this.source = source;
  }

  synchronized NodeStatus get() {
    if (last == null || System.nanoTime() - takenNanos >= KEEP_NANOS) {
      last = source.get();
      takenNanos = System.nanoTime();
    }
    return last;
  }
}
