package io.evs.trace;

import io.evs.RingId;

/**
 * Receives the events of one process in the order of its life (docs/properties.md, "The trace").
 * The member calls it before the effect of the event is visible outside.
 *
 * <p>Times are microseconds of a monotonic clock. Node ids are unsigned 32-bit numbers in ints.
 */
public interface TraceSink {
  /** An incarnation begins. */
  void start(long timeMicros, long incarnation);

  /** A regular configuration was installed; members ascending (unsigned). */
  void regular(long timeMicros, RingId ring, int[] members);

  /** A transitional configuration was delivered. */
  void transitional(long timeMicros, RingId left, RingId next, int[] members);

  /** It was decided whether a ring is primary; only where quorum is configured. */
  default void primary(long timeMicros, RingId ring, boolean primary) {}

  /** An application submission was accepted. */
  void submit(long timeMicros, long n, boolean safe, long hash);

  /** A message got its ring sequence number. */
  void send(long timeMicros, long n, RingId ring, int sequence, boolean safe, long hash);

  /** A message was delivered. */
  void deliver(
      long timeMicros,
      int sender,
      long senderIncarnation,
      long n,
      RingId ring,
      int sequence,
      boolean safe,
      long hash);

  /** The process died; nothing follows until {@link #start}. */
  void crash(long timeMicros);

  /** The process left on purpose. */
  void stop(long timeMicros);

  /** The trace ends with the process alive. */
  void end(long timeMicros);

  /** Something for people only; checkers ignore it. */
  void note(long timeMicros, String text);

  /** A sink that records nothing. */
  TraceSink NONE =
      new TraceSink() {
        @Override
        public void start(long timeMicros, long incarnation) {}

        @Override
        public void regular(long timeMicros, RingId ring, int[] members) {}

        @Override
        public void transitional(long timeMicros, RingId left, RingId next, int[] members) {}

        @Override
        public void submit(long timeMicros, long n, boolean safe, long hash) {}

        @Override
        public void send(
            long timeMicros, long n, RingId ring, int sequence, boolean safe, long hash) {}

        @Override
        public void deliver(
            long timeMicros,
            int sender,
            long senderIncarnation,
            long n,
            RingId ring,
            int sequence,
            boolean safe,
            long hash) {}

        @Override
        public void crash(long timeMicros) {}

        @Override
        public void stop(long timeMicros) {}

        @Override
        public void end(long timeMicros) {}

        @Override
        public void note(long timeMicros, String text) {}
      };
}
