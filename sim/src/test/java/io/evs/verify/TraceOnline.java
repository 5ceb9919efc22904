package io.evs.verify;

import io.evs.RingId;
import io.evs.trace.TraceSink;

/** Events of one process in the order of the world, as a simulator feeds them. */
final class TraceOnline {
  private final TraceSink sink;
  private RingId ring = new RingId(1, 0);

  TraceOnline(Checker checker, int process) {
    sink = checker.process(process);
  }

  TraceOnline start() {
    sink.start(0, 1);
    return this;
  }

  TraceOnline ring(long sequence, int... members) {
    ring = new RingId(members[0], sequence);
    sink.regular(0, ring, members);
    return this;
  }

  TraceOnline send(long n, int sequence) {
    sink.send(0, n, ring, sequence, false, 0);
    return this;
  }

  TraceOnline deliver(int sender, long n, int sequence) {
    sink.deliver(0, sender, 1, n, ring, sequence, false, 0);
    return this;
  }
}
