package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.group.MessageView;
import io.evs.node.TestMessage;
import io.evs.node.flow.LoopThrottle;
import io.evs.node.flow.QueueBudget;
import io.evs.node.flow.RelayOwner;
import io.evs.node.flow.StallDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What clients that do not take their events cost the loop and other users' clients. */
class HostileQueuesTest {
  private static final NodeId SELF = new NodeId(1);
  private static final int EVENT_BYTES = 10_000;
  private static final int BUDGET_EVENTS = 640;
  private static final RelayOwner STRANGER = new RelayOwner("stranger", false);
  private static final RelayOwner OPERATOR = new RelayOwner("operator", true);

  private final AtomicLong now = new AtomicLong(1);
  private final QueueBudget budget = new QueueBudget((long) BUDGET_EVENTS * EVENT_BYTES);
  private final LocalHandles table = new LocalHandles(SELF, budget);
  private final LoopThrottle throttle = new LoopThrottle(budget, 1_000_000_000L);
  private final List<String> ends = new ArrayList<>();
  private long nextProcess = 1;

  /** A handle of a client, in a group of its own. */
  private final class Client implements HandleEnd {
    final GroupMember self = new GroupMember(SELF, nextProcess++);
    final Group group = new Group("g" + self.processId());
    final HandleQueue queue;

    Client(RelayOwner owner) {
      queue =
          new HandleQueue(
              budget.maxBytes(),
              budget.maxBytes(),
              () -> {},
              nanos -> {},
              budget.enter(owner),
              new StallDetector(TimeUnit.SECONDS.toNanos(1), now::get));
      table.open(this);
      table.group(
          new GroupChange(
              group,
              List.of(self),
              List.of(new GroupChange.Change(self, GroupChange.Reason.JOIN)),
              List.of()));
      table.handOver();
      takeAll();
    }

    void takeAll() {
      while (queue.poll().isPresent()) {
        continue;
      }
    }

    void takes(int messages) {
      for (int i = 0; i < messages; i++) {
        queue.poll();
      }
    }

    void gets(int messages) {
      for (int i = 0; i < messages; i++) {
        table.message(to(group, EVENT_BYTES - 300));
      }
      table.handOver();
    }

    @Override
    public GroupMember self() {
      return self;
    }

    @Override
    public HandleQueue queue() {
      return queue;
    }

    @Override
    public void lost(EvsException reason) {
      ends.add(self.processId() + ": " + reason.getMessage());
    }

    @Override
    public boolean sharesPayloads() {
      return true;
    }
  }

  private static MessageView to(Group group, int bytes) {
    return new TestMessage(List.of(group), bytes) {
      @Override
      public boolean isFor(byte[] groupName) {
        throw new AssertionError("SEC-M4: asked once for each membership");
      }
    };
  }

  private int lookAfter(long millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    return table.percent(now.get());
  }

  /** SEC-M3: what stopped handles hold neither slows the ring nor holds the loop. */
  @Test
  void queuesOfClientsThatHaveStoppedDoNotCountForTheBrake() {
    List<Client> stopped = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      stopped.add(new Client(OPERATOR));
      stopped.get(i).gets(75);
    }
    assertThat(lookAfter(500)).isEqualTo(100);
    assertThat(throttle.nanos()).isPositive();
    assertThat(lookAfter(1000)).isZero();
    assertThat(throttle.nanos()).isZero();
    stopped.get(0).takeAll();
    assertThat(lookAfter(0)).isZero();
    assertThat(throttle.nanos()).isZero();
    assertThat(ends).isEmpty();
  }

  /** SEC-M3: a stopped handle that holds what others may need ends; one that holds little stays. */
  @Test
  void whoHasStoppedForTenSecondsWithMuchInItsQueueEnds() {
    Client large = new Client(STRANGER);
    Client small = new Client(STRANGER);
    large.gets(100);
    small.gets(5);
    lookAfter(0);
    lookAfter(9_000);
    assertThat(ends).isEmpty();
    lookAfter(2_500);
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0)).startsWith("1: ").contains("was taken for 10 s");
    assertThat(table.takeEnded()).containsExactly(1L);
    assertThat(table.isOpen(2)).isTrue();
    large.queue.discard();
    assertThat(budget.usedBytes()).isEqualTo(small.queue.bytes());
  }

  /** Who takes an event now and then is slow, and has not stopped. */
  @Test
  void whoTakesAnEventNowAndThenIsNotGivenUp() {
    Client slow = new Client(OPERATOR);
    slow.gets(100);
    for (int i = 0; i < 50; i++) {
      lookAfter(5_000);
      slow.takes(1);
    }
    assertThat(ends).isEmpty();
  }

  /** SEC-M3: many handles of one user make no other user's share smaller. */
  @Test
  void theShareIsOfAUserAndNotOfAHandle() {
    List<Client> crowd = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      crowd.add(new Client(STRANGER));
    }
    Client honest = new Client(OPERATOR);
    crowd.forEach(each -> each.gets(10));
    honest.gets(BUDGET_EVENTS / 2 - 10);
    assertThat(ends).noneMatch(each -> each.startsWith(honest.self.processId() + ":"));
    assertThat(table.isOpen(honest.self.processId())).isTrue();
  }

  /** SEC-L14: a client that takes a little all the time does not slow the ring for ever. */
  @Test
  void theRingWaitsForAMinuteForTheClientsOfAUserWhoDoesNotAdminister() {
    Client trickles = new Client(STRANGER);
    trickles.gets(500);
    assertThat(lookAfter(0)).isEqualTo(100);
    int waits = 0;
    for (int i = 0; i < 160 && lookAfter(500) > 0; i++) {
      trickles.takes(10);
      trickles.gets(10);
      waits++;
    }
    assertThat(waits).isBetween(115, 125);
    assertThat(throttle.nanos()).isZero();
    Client another = new Client(STRANGER);
    another.gets(100);
    assertThat(lookAfter(0)).as("opening another handle does not help").isZero();
  }

  /** The node's own user may be as slow as it likes: whoever runs the node decides. */
  @Test
  void theRingWaitsForWhoAdministers() {
    Client slow = new Client(OPERATOR);
    slow.gets(500);
    for (int i = 0; i < 400; i++) {
      assertThat(lookAfter(500)).isEqualTo(100);
      slow.takes(10);
      slow.gets(10);
    }
  }

  /** SEC-M4: a message is asked for its groups once, however many memberships there are. */
  @Test
  void membershipsCostAMessageToAnotherGroupNothing() {
    Client member = new Client(STRANGER);
    for (int i = 0; i < 4096; i++) {
      table.group(
          new GroupChange(
              new Group("many" + i),
              List.of(member.self),
              List.of(new GroupChange.Change(member.self, GroupChange.Reason.JOIN)),
              List.of()));
    }
    table.handOver();
    member.takeAll();
    table.message(to(new Group("another"), 10));
    assertThat(table.hasEvents()).isFalse();
    table.message(to(new Group("many77"), 10));
    assertThat(table.hasEvents()).isTrue();
    table.remove(member.self.processId());
    table.handOver();
    table.message(to(new Group("many77"), 10));
    assertThat(table.hasEvents()).isFalse();
  }

  /** FIELD-10: a small heap has a small budget, and no queue may be larger than that. */
  @Test
  void theBudgetFitsTheHeap() {
    assertThat(RelayQueues.budgetBytes(64L << 30)).isEqualTo(256L << 20);
    assertThat(RelayQueues.budgetBytes(128L << 20)).isEqualTo(16L << 20);
    RelayQueues small = new RelayQueues(1 << 20);
    HandleQueue queue = small.open(32L << 20, STRANGER, () -> {}, nanos -> {});
    int taken = 0;
    while (queue.add(message())) {
      queue.handOver();
      taken++;
    }
    assertThat(taken).isEqualTo((1 << 20) / EVENT_BYTES);
    queue.discard();
    assertThat(small.budget().usedBytes()).isZero();
  }

  private static HandleEvent message() {
    return new HandleEvent.Message(
        new Delivery(
            List.of(),
            new GroupMember(SELF, 1),
            Guarantee.AGREED,
            new RingId(1, 4),
            1,
            new byte[EVENT_BYTES - 256]));
  }
}
