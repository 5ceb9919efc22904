package io.evs.node.status;

import io.evs.Timing;
import io.evs.group.MessageView;
import io.evs.totem.Totem;
import io.evs.totem.TotemState;
import io.evs.totem.part.Counter;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What the loop measures of its ring. The clock is read for tokens and for sampled messages only.
 * Loop thread, but for {@link #delivery}.
 */
public final class LoopTimes {
  /** A loop that is later than this counts as paused; below it, it is the timers' grain. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Timed messages on their way at once; more are not timed. A power of two. */
  private static final int UNDERWAY_MAX = 4096;

  private final Totem totem;
  private final int self;
  private final long incarnation;
  private final LongSupplier clock;
  private final TimeHistogram rotation = TimeHistogram.ofLoop();
  private final TimeHistogram held = TimeHistogram.ofLoop();
  private final TimeHistogram queueing = TimeHistogram.ofLoop();
  private final TimeHistogram agreed = TimeHistogram.ofLoop();
  private final TimeHistogram safe = TimeHistogram.ofLoop();
  private final TimeHistogram delivery = TimeHistogram.shared();
  private final TimeHistogram late = TimeHistogram.ofLoop();

  /** Number and submission of the timed messages on their way, in the order of numbers. */
  private final long[] numbers = new long[UNDERWAY_MAX];

  private final long[] submitted = new long[UNDERWAY_MAX];
  private int first;
  private int next;
  private long tokens;
  private long arrivedNanos;
  private long visitNanos;
  private boolean measuring;
  private long windowNanos;
  private boolean windowOpen;

  public LoopTimes(Totem totem, int self, long incarnation, LongSupplier clock) {
    this.clock = clock;
    this.totem = totem;
    this.self = self;
    this.incarnation = incarnation;
  }

  /** A turn begins that was planned for a time. */
  public void turnBegins(long now, long plannedNanos) {
    if (now - plannedNanos >= LATE_NANOS) {
      late.record(now - plannedNanos);
    }
    if (!windowOpen || now - windowNanos >= WINDOW_NANOS) {
      windowOpen = true;
      windowNanos = now;
      each(TimeHistogram::turnWindow);
    }
  }

  /** A datagram is about to be given to the member. */
  public void arrives(Packet packet) {
    arrivedNanos = Header.type(packet.data()) == Header.ORF_TOKEN ? clock.getAsLong() : 0;
  }

  /** A step is over and its packets are sent. */
  public void stepEnds(long now) {
    long accepted = totem.counters().get(Counter.TOKENS);
    if (accepted == tokens) {
      return;
    }
    tokens = accepted;
    boolean operational = totem.state() == TotemState.OPERATIONAL;
    // The token of an idle ring rests somewhere: that says nothing of the ring's speed.
    boolean resting = totem.tokenMayRest();
    long visit = arrivedNanos == 0 ? now : arrivedNanos;
    if (measuring && operational) {
      rotation.record(visit - visitNanos);
    }
    if (arrivedNanos != 0 && operational && !totem.isHoldingToken()) {
      held.record(clock.getAsLong() - arrivedNanos);
    }
    visitNanos = visit;
    arrivedNanos = 0;
    measuring = operational && !resting;
  }

  /** The member took a timed message. */
  public void accepted(long number, long submittedNanos) {
    queueing.record(clock.getAsLong() - submittedNanos);
    if (next - first < UNDERWAY_MAX) {
      int slot = next++ & (UNDERWAY_MAX - 1);
      numbers[slot] = number;
      submitted[slot] = submittedNanos;
    }
  }

  /** A message is delivered. */
  public void delivered(MessageView message) {
    if (first == next
        || message.senderNode() != self
        || message.senderIncarnation() != incarnation) {
      return;
    }
    long number = message.messageNumber();
    while (first != next && numbers[first & (UNDERWAY_MAX - 1)] < number) {
      first++;
    }
    if (first != next && numbers[first & (UNDERWAY_MAX - 1)] == number) {
      long took = clock.getAsLong() - submitted[first++ & (UNDERWAY_MAX - 1)];
      (message.safe() ? safe : agreed).record(took);
    }
  }

  /** Takes the time from the hand-over of events until their dispatch. Any thread. */
  public LongConsumer delivery() {
    return delivery::record;
  }

  private void each(Consumer<TimeHistogram> action) {
    action.accept(rotation);
    action.accept(held);
    action.accept(queueing);
    action.accept(agreed);
    action.accept(safe);
    action.accept(delivery);
    action.accept(late);
  }

  /** All by their names in the catalogue of metrics. */
  public Map<String, Timing> snapshot() {
    Map<String, Timing> timings = new LinkedHashMap<>();
    timings.put("token_rotation", rotation.snapshot());
    timings.put("token_held", held.snapshot());
    timings.put("queueing", queueing.snapshot());
    timings.put("agreed", agreed.snapshot());
    timings.put("safe", safe.snapshot());
    timings.put("delivery", delivery.snapshot());
    timings.put("loop_late", late.snapshot());
    return timings;
  }
}
