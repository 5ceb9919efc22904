package io.evs.cli.verify;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.Guarantee;
import io.evs.RingId;
import io.evs.node.process.DaemonThreads;
import io.evs.verify.report.Property;
import io.evs.verify.report.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One incarnation of a member under faults: it sends, and remembers what it delivered. */
final class ChaosLife implements EvsListener, AutoCloseable {
  private static final Group GROUP = new Group("evs-verify-chaos");
  private static final int LIFE_SHIFT = 40;
  private static final int VIOLATIONS_MAX = 20;
  private static final int BURST_MAX = 4;
  private static final long BURST_MILLIS = 3;
  private static final long END_WAIT_MILLIS = 10_000;
  private static final double SAFE_SHARE = 0.3;

  private final Evs handle;
  private final long node;
  private final long life;
  private final SplittableRandom random;
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(DaemonThreads.named("chaos-events"));
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread sender;
  private final List<RingHistory> rings = new ArrayList<>();
  private final Map<Long, Long> lastOf = new HashMap<>();
  private final Map<Long, RingId> ringOf = new HashMap<>();
  private final Set<Long> ends = new HashSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private boolean joined;
  private long deliveries;
  private long configurations;
  private volatile int present;
  private volatile int ended;
  private volatile boolean sending;
  private volatile boolean closing;
  private volatile Optional<EvsException> failure = Optional.empty();

  /**
   * Joins.
   *
   * @param life number of this life, over all members
   */
  ChaosLife(EvsMember member, long life, SplittableRandom random) {
    this.node = member.id().asLong();
    this.life = life;
    this.random = random;
    this.handle = member.open(this, events);
    this.sender = DaemonThreads.of("chaos-send-" + node, this::send);
    handle.join(List.of(GROUP));
  }

  void startSending() {
    sending = true;
    sender.start();
  }

  /** Members of the group as this one sees it now. */
  int present() {
    return present;
  }

  /** How many lives have said that they are at their end. */
  int ended() {
    return ended;
  }

  /** Why this life ended although nobody wanted that. */
  Optional<EvsException> failure() {
    return failure;
  }

  private void send() {
    long index = 0;
    try {
      while (sending) {
        for (int burst = random.nextInt(BURST_MAX); burst >= 0 && sending; burst--) {
          Guarantee guarantee =
              random.nextDouble() < SAFE_SHARE ? Guarantee.SAFE : Guarantee.AGREED;
          index++;
          byte[] message = RandomMessage.data(random, life << LIFE_SHIFT | index);
          handle.multicast(guarantee, List.of(GROUP), message);
        }
        TimeUnit.MILLISECONDS.sleep(BURST_MILLIS);
      }
    } catch (EvsException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(EvsException why) {
    if (!closing && failure.isEmpty()) {
      failure = Optional.of(why);
    }
  }

  /** Ends the sending; waits for what the queue has no room for. */
  void stopSending() throws InterruptedException {
    sending = false;
    sender.join(END_WAIT_MILLIS);
  }

  /** Says that nothing more comes of this life. */
  void sayEnd() {
    byte[] end = RandomMessage.of(RandomMessage.END, life << LIFE_SHIFT, new byte[0]);
    handle.multicast(Guarantee.SAFE, List.of(GROUP), end);
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    configurations++;
    if (change.kind() == ConfigurationChange.Kind.TRANSITIONAL) {
      if (!rings.isEmpty()) {
        rings.get(rings.size() - 1).leave(change.next().orElseThrow(), change.members());
      }
    } else {
      rings.add(new RingHistory(change.ring(), !joined));
    }
  }

  @Override
  public void onGroup(GroupChange change) {
    if (change.group().equals(GROUP)) {
      present = change.members().size();
      joined |= change.members().contains(handle.self());
    }
  }

  @Override
  public void onMessage(Delivery delivery) {
    byte[] message = delivery.payload();
    deliveries++;
    if (!RandomMessage.isIntact(message)) {
      violation(Property.B4, "a message of " + delivery.sender() + " is not as it was sent");
      return;
    }
    long index = RandomMessage.index(message);
    if (RandomMessage.kind(message) == RandomMessage.END) {
      ends.add(index);
      ended = ends.size();
    } else {
      ordered(delivery, index);
    }
    RingHistory ring = rings.get(rings.size() - 1);
    if (!ring.ring().equals(delivery.ring())) {
      violation(Property.B3, "a message of ring " + delivery.ring() + " in ring " + ring.ring());
    }
    ring.add(index << 1 | (delivery.guarantee() == Guarantee.SAFE ? 1 : 0));
  }

  /** A sender's messages come once and in its order; none is missing amid a ring. */
  private void ordered(Delivery delivery, long index) {
    RingHistory ring = rings.get(rings.size() - 1);
    long from = index >>> LIFE_SHIFT;
    long due = lastOf.getOrDefault(from, index - 1) + 1;
    boolean sameRing = ring.isRegular() && ring.ring().equals(ringOf.get(from));
    if (index < due || (index > due && sameRing)) {
      long number = index & (1L << LIFE_SHIFT) - 1;
      violation(
          index < due ? Property.B2 : Property.D3,
          "message "
              + number
              + " of "
              + delivery.sender()
              + ", life "
              + from
              + ", was delivered "
              + Math.abs(index - due)
              + " places off in ring "
              + ring.ring());
    }
    lastOf.put(from, index);
    ringOf.put(from, ring.ring());
  }

  private void violation(Property property, String message) {
    if (violations.size() < VIOLATIONS_MAX) {
      violations.add(new Violation(property, message, node));
    }
  }

  @Override
  public void onDisconnected(EvsException reason) {
    failed(reason);
    over.countDown();
  }

  /** From now on the end of this life is no surprise. */
  void mayEnd() {
    closing = true;
    sending = false;
    sender.interrupt();
  }

  /** Waits until everything was dispatched; then the results may be read. */
  void awaitEnd() throws InterruptedException {
    over.await(END_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    events.shutdown();
  }

  @Override
  public void close() {
    mayEnd();
    handle.close();
    over.countDown();
  }

  /** The rings of this life against those of another. */
  List<Violation> compare(ChaosLife other) {
    Map<RingId, RingHistory> theirs = new HashMap<>();
    other.rings.forEach(ring -> theirs.put(ring.ring(), ring));
    List<Violation> found = new ArrayList<>();
    for (RingHistory mine : rings) {
      RingHistory their = theirs.get(mine.ring());
      if (their != null) {
        mine.compare(their)
            .ifPresent(
                what ->
                    found.add(
                        new Violation(
                            Property.D5,
                            "nodes " + node + " and " + other.node + ": " + what,
                            node)));
      }
    }
    return found;
  }

  List<Violation> violations() {
    return violations;
  }

  long deliveries() {
    return deliveries;
  }

  long configurations() {
    return configurations;
  }
}
