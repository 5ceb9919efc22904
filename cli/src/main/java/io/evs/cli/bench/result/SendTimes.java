package io.evs.cli.bench.result;

import io.evs.GroupMember;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the last messages of one sender were due, where members in the same process can see it. The
 * message itself orders writer and readers, so plain longs are enough.
 */
public final class SendTimes {
  /** How many messages a sender may be ahead of its own deliveries. */
  public static final int IN_FLIGHT_MAX = 1 << 17;

  /** Others may be behind by as much as fits their queues; times must not be overwritten. */
  private final long[] nanos = new long[IN_FLIGHT_MAX * 8];

  /** Senders of this process. */
  public static final class Registry {
    private final Map<GroupMember, SendTimes> senders = new ConcurrentHashMap<>();
    private final Optional<Duration> sliceLength;
    private volatile long origin;

    /** For a process that wants no slices of time. */
    public Registry() {
      this(Optional.empty());
    }

    /**
     * For one that may want them.
     *
     * @param sliceLength length of the slices, zero for what suits; empty for none
     */
    public Registry(Optional<Duration> sliceLength) {
      this.sliceLength = sliceLength;
    }

    /** A run begins in this process. */
    public void begin() {
      origin = System.nanoTime();
    }

    /** What takes the latencies of one member in the run that has begun. */
    public Timeline timeline() {
      return sliceLength.map(each -> new Timeline(origin, each.toNanos())).orElseGet(Timeline::new);
    }

    /** The times of a sender of this process, made when it first asks. */
    public SendTimes register(GroupMember sender) {
      return senders.computeIfAbsent(sender, name -> new SendTimes());
    }

    /** The times of a sender, or null if it is in another process. */
    public SendTimes find(GroupMember sender) {
      return senders.get(sender);
    }
  }

  public void put(long index, long due) {
    nanos[(int) index & (nanos.length - 1)] = due;
  }

  public long get(long index) {
    return nanos[(int) index & (nanos.length - 1)];
  }
}
