package io.evs.cli.group;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.Guarantee;
import io.evs.cli.CliException;
import io.evs.cli.ExitCode;
import io.evs.cli.ring.Formation;
import io.evs.cli.ring.RingStarter;
import io.evs.node.ControlGroups;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** One handle on one member, and waiting for things to happen on it. */
final class GroupSession implements AutoCloseable {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SLICE = Duration.ofMillis(100);

  private final EvsMember member;
  private final Watch watch;
  private final Evs handle;
  private final Group marker;
  private boolean markerJoined;

  /** Passes events on, but for those of the marker group. */
  private static final class Watch implements EvsListener {
    private final EvsListener next;
    private final Group marker;
    private boolean joined;
    private int marks;
    private EvsException lost;

    Watch(EvsListener next, Group marker) {
      this.next = next;
      this.marker = marker;
    }

    @Override
    public void onMessage(Delivery delivery) {
      if (delivery.groups().contains(marker)) {
        marks++;
      } else {
        next.onMessage(delivery);
      }
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      next.onConfiguration(change);
    }

    @Override
    public void onGroup(GroupChange change) {
      if (change.group().equals(marker)) {
        joined = true;
      } else {
        next.onGroup(change);
      }
    }

    @Override
    public void onDisconnected(EvsException reason) {
      lost = reason;
      next.onDisconnected(reason);
    }
  }

  private GroupSession(EvsMember member, EvsListener listener) {
    this.member = member;
    long unique = ThreadLocalRandom.current().nextLong();
    this.marker = ControlGroups.temporary(unique);
    this.watch = new Watch(listener, marker);
    this.handle = member.open(watch);
  }

  static GroupSession open(RingStarter starter, EvsConfig config, EvsListener listener) {
    EvsMember member = starter.start(config);
    try {
      GroupSession session = new GroupSession(member, listener);
      Formation.await(member);
      return session;
    } catch (RuntimeException | Error e) {
      member.close();
      throw e;
    }
  }

  Evs handle() {
    return handle;
  }

  /** Waits for others to be in the configuration; false if this member stays alone. */
  boolean awaitOthers(Duration limit) {
    return Formation.hasMembers(member, 2, limit);
  }

  /**
   * Waits until everything that was ordered before, the exchange of the groups' members above all,
   * has been dispatched.
   */
  void synchronise() {
    if (!markerJoined) {
      handle.join(List.of(marker));
      markerJoined = true;
    }
    dispatchUntil(() -> watch.joined, ANSWER_TIMEOUT);
  }

  /** Waits until what this handle has sent so far with that guarantee is delivered to itself. */
  void awaitOwn(Guarantee guarantee) {
    synchronise();
    int before = watch.marks;
    handle.multicast(guarantee, List.of(marker), new byte[0]);
    dispatchUntil(() -> watch.marks > before, ANSWER_TIMEOUT);
  }

  /** Waits until what was sent with that tally is delivered to this node. */
  void awaitDelivered(DeliveryTally tally) {
    dispatchUntil(tally::isComplete, ANSWER_TIMEOUT);
  }

  /** Runs events until the condition holds. */
  void dispatchUntil(BooleanSupplier done, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() >= deadline) {
        throw new CliException(
            ExitCode.UNREACHABLE, "the ring did not answer within " + limit.toSeconds() + " s");
      }
      dispatch();
    }
  }

  /** Runs at most one event, waiting for it a little. */
  void dispatch() {
    handle.dispatchOne(SLICE);
    if (watch.lost != null) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "the connection to the ring is lost: " + watch.lost.getMessage(),
          "",
          watch.lost);
    }
  }

  @Override
  public void close() {
    handle.close();
    member.close();
  }
}
