package io.evs.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.Timing;
import io.evs.group.Member;
import io.evs.group.MemberConfig;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.node.handle.Sampling;
import io.evs.totem.part.Counter;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is measured, on a member that is alone in a time of its own. */
class LoopTimesTest {
  private static final long MILLI = 1_000_000L;
  private static final RingPolicy POLICY = RingPolicy.ours(1000 * MILLI);
  private static final List<Group> GROUP = List.of(new Group("g"));

  private final PacketPool pool = new PacketPool(2048, 100);
  private final Member member =
      new Member(
          new MemberConfig(1, 5, "alone", 1, Long.MAX_VALUE, 1472, 0, 0, 1 << 20, 0, POLICY),
          new Effects(),
          TraceSink.NONE,
          pool);
  private final LoopTimes times = new LoopTimes(member.totem(), 1, 5, () -> this.now);
  private long now;
  private int delivered;

  private final class Effects implements MemberEffects {
    @Override
    public void multicast(Packet packet) {}

    @Override
    public void announce(Packet packet) {}

    @Override
    public void unicast(int nodeId, Packet packet) {}

    @Override
    public boolean addressKnown(int nodeId) {
      return true;
    }

    @Override
    public void reserveRingSequence(long upTo) {}

    @Override
    public void configuration(ConfigurationChange change) {}

    @Override
    public void group(GroupChange change) {}

    @Override
    public void message(MessageView message) {
      times.delivered(message);
      delivered++;
    }

    @Override
    public void duplicateNodeId(long otherIncarnation) {}
  }

  @BeforeEach
  void aRingOfOne() {
    member.start(now);
    while (!member.isSynchronized()) {
      step();
    }
  }

  /** The next timer, not before a millisecond has passed. */
  private void step() {
    now = Math.max(now + MILLI, member.deadline());
    member.timers(now);
    times.stepEnds(now);
    pool.recycle();
  }

  private long submit(boolean safe) {
    return member.submit(now, 7, safe, GROUP, new byte[10]);
  }

  private Timing timing(String name) {
    return times.snapshot().get(name);
  }

  private long tokens() {
    return member.totem().counters().get(Counter.TOKENS);
  }

  @Test
  void theTokensRestIsNoRotation() {
    for (int i = 0; i < 500; i++) {
      step();
    }
    long rotations = timing("token_rotation").count();
    assertThat(rotations).isPositive();
    assertThat(timing("token_rotation").recent().maxNanos()).isLessThan(POLICY.holdNanos());
    assertThat(member.totem().counters().get(Counter.TOKENS_HELD)).isPositive();
    long before = tokens();
    for (int i = 0; i < 100; i++) {
      step();
    }
    assertThat(tokens()).isGreaterThan(before);
    assertThat(timing("token_rotation").count()).isEqualTo(rotations);
  }

  @Test
  void aTimedMessageIsFoundAgainByItsNumber() {
    submit(false);
    long second = submit(false);
    long third = submit(true);
    long submitted = now - 40 * MILLI;
    times.accepted(second, submitted);
    times.accepted(third, submitted);
    assertThat(timing("queueing").recent().maxNanos())
        .isCloseTo(40 * MILLI, org.assertj.core.data.Percentage.withPercentage(1));
    while (delivered < 3) {
      step();
    }
    assertThat(timing("agreed").count()).isEqualTo(1);
    assertThat(timing("safe").count()).isEqualTo(1);
    assertThat(timing("agreed").recent().maxNanos()).isGreaterThan(41 * MILLI);
    assertThat(timing("safe").recent().maxNanos()).isLessThan(1000 * MILLI);
  }

  @Test
  void moreThanFitAreNotTimedAndDisturbNothing() {
    int count = 5000;
    for (int i = 0; i < count; i++) {
      long number = submit(false);
      assertThat(number).isPositive();
      times.accepted(number, now);
    }
    while (delivered < count) {
      step();
    }
    assertThat(timing("queueing").count()).isEqualTo(count);
    assertThat(timing("agreed").count()).isEqualTo(4096);
    times.accepted(submit(false), now);
    while (delivered < count + 1) {
      step();
    }
    assertThat(timing("agreed").count()).isEqualTo(4097);
  }

  @Test
  void aLoopIsLateFromFiveMillisecondsOn() {
    times.turnBegins(now, now - 4 * MILLI);
    times.turnBegins(now, now + 100 * MILLI);
    assertThat(timing("loop_late").count()).isZero();
    times.turnBegins(now, now - 6 * MILLI);
    assertThat(timing("loop_late").count()).isEqualTo(1);
  }

  @Test
  void recentTimesAreForgottenAfterAMinute() {
    times.turnBegins(now, now - 6 * MILLI);
    for (int i = 0; i < 3; i++) {
      now += 30_001 * MILLI;
      times.turnBegins(now, now);
    }
    assertThat(timing("loop_late").count()).isEqualTo(1);
    assertThat(timing("loop_late").recent().count()).isZero();
  }

  @Test
  void aQuietRingsMessagesAreAllTimedAndOfABusyOneOneOfSixteen() {
    Sampling sampling = new Sampling();
    for (int i = 1; i <= 100; i++) {
      sampling.turn(i * 2 * MILLI);
      assertThat(sampling.stamp()).isNotZero();
    }
    int timed = 0;
    for (int i = 0; i < 160_000; i++) {
      timed += sampling.stamp() == 0 ? 0 : 1;
    }
    assertThat(timed).isBetween(9_000, 11_000);
  }
}
