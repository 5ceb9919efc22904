package io.evs.lock.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupChange.Change;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others say that they may not say, at one participant that is in a group of three. */
class LockParticipantTest {
  private static final long LEASE = 1000;
  private static final GroupMember SELF = member(1);
  private static final GroupMember SECOND = member(2);
  private static final GroupMember THIRD = member(3);
  private static final GroupMember STRANGER = member(9);
  private static final RingId RING = new RingId(1, 4);
  private static final RingId NEXT = new RingId(1, 8);

  private final List<Long> granted = new ArrayList<>();
  private final Deque<byte[]> sent = new ArrayDeque<>();
  private final LockParticipant participant =
      new LockParticipant(SELF, 0, LEASE, new RecordedEffects());

  private final class RecordedEffects implements LockParticipant.Effects {
    @Override
    public void send(byte[] payload, boolean safe) {
      sent.add(payload);
    }

    @Override
    public void granted(long number, long fence) {
      granted.add(number);
    }

    @Override
    public void refused(long number, boolean full) {
      throw new AssertionError("nothing is refused here");
    }

    @Override
    public void lost(long number) {
      throw new AssertionError("this one loses nothing");
    }
  }

  private static GroupMember member(int node) {
    return new GroupMember(new NodeId(node), 7);
  }

  @BeforeEach
  void threeShareATable() {
    installed(RING);
    for (GroupMember each : List.of(SELF, SECOND, THIRD)) {
      List<GroupMember> members = List.of(SELF, SECOND, THIRD).subList(0, each.node().value());
      change(members, List.of(new Change(each, Reason.JOIN)), List.of());
    }
    delivered();
    assertThat(participant.isReady()).isTrue();
  }

  private void installed(RingId ring) {
    participant.configuration(0, regular(ring, List.of(new NodeId(1))));
  }

  private static ConfigurationChange regular(RingId ring, List<NodeId> members) {
    return new ConfigurationChange(
        ConfigurationChange.Kind.REGULAR, ring, Optional.empty(), members, List.of(), List.of());
  }

  private void change(List<GroupMember> members, List<Change> joined, List<Change> left) {
    participant.group(0, new GroupChange(new Group("locks"), members, joined, left));
  }

  private void said(GroupMember sender, LockMessage message) {
    participant.message(0, sender, LockMessage.write(message));
  }

  /** What this one sent comes back. */
  private void delivered() {
    while (!sent.isEmpty()) {
      participant.message(0, SELF, sent.remove());
    }
  }

  private static LockMessage.Snapshot snapshot(
      RingId ring, List<GroupMember> seniors, LockTable.Entry... entries) {
    return new LockMessage.Snapshot(
        new LockMessage.Change(ring, Optional.empty()), true, seniors, 0, 0, List.of(entries));
  }

  /** Second holds the lock, and this one waits behind. */
  private Claim heldBySecond() {
    said(SECOND, new LockMessage.Request(5, false, true, LEASE, "a", Optional.empty()));
    participant.request(0, "a", false, true);
    delivered();
    assertThat(granted).isEmpty();
    return new Claim(SECOND, 5);
  }

  @Test
  void aTableOfOneThatIsNotInTheGroupIsNotTaken() {
    Claim claim = heldBySecond();
    String before = participant.describe();
    said(STRANGER, snapshot(RING, List.of(STRANGER, SELF, SECOND, THIRD)));
    said(STRANGER, snapshot(NEXT, List.of(STRANGER, SELF, SECOND, THIRD)));
    said(STRANGER, new LockMessage.Release(claim.number()));
    assertThat(participant.describe()).isEqualTo(before);

    installed(NEXT);
    GroupMember fourth = member(4);
    change(
        List.of(SELF, SECOND, THIRD, fourth),
        List.of(new Change(fourth, Reason.NODE_UP)),
        List.of());
    said(STRANGER, snapshot(NEXT, List.of(STRANGER, SELF, SECOND, THIRD, fourth)));
    assertThat(participant.isReady()).as("a forged table of all").isFalse();
    delivered();
    assertThat(participant.isReady()).as("without the table of the fourth").isFalse();
    said(fourth, snapshot(NEXT, List.of(fourth)));
    assertThat(participant.isReady()).isTrue();
    assertThat(participant.locks(Optional.empty())).hasSize(1);
    assertThat(participant.locks(Optional.empty()).get(0).holders().get(0).owner())
        .isEqualTo(SECOND);
  }

  @Test
  void onlyOneWhoHasTheTableEndsALease() {
    Claim claim = heldBySecond();
    change(List.of(SELF, THIRD), List.of(), List.of(new Change(SECOND, Reason.NODE_DOWN)));
    delivered();
    said(STRANGER, new LockMessage.Free(claim));
    delivered();
    assertThat(granted).as("while the lease may run").isEmpty();
    said(THIRD, new LockMessage.Free(claim));
    delivered();
    assertThat(granted).hasSize(1);
  }

  /** Seed 5924: the side with this grant lost, and another held the lock meanwhile. */
  @Test
  void aGrantIsNotToldWhileTheTablesOfTwoSidesAreCompared() {
    participant.request(0, "a", false, true);
    byte[] request = sent.remove();
    participant.message(0, SECOND, LockMessage.write(new LockMessage.Poke()));
    inTransition();
    participant.message(0, SELF, request);
    assertThat(granted).as("granted in the tail, which not all have").isEmpty();

    installed(NEXT);
    GroupMember fourth = member(4);
    List<GroupMember> all = List.of(SELF, SECOND, THIRD, fourth);
    change(all, List.of(new Change(fourth, Reason.NODE_UP)), List.of());
    participant.request(0, "b", false, true);
    delivered();
    assertThat(granted).as("its own message came back").isEmpty();

    said(fourth, snapshot(NEXT, List.of(fourth)));
    assertThat(participant.isReady()).isTrue();
    assertThat(granted).as("others may not have the other table").isEmpty();
    delivered();
    assertThat(granted).hasSize(2);
  }

  private void inTransition() {
    participant.configuration(
        0,
        new ConfigurationChange(
            ConfigurationChange.Kind.TRANSITIONAL,
            RING,
            Optional.of(NEXT),
            List.of(new NodeId(1)),
            List.of(),
            List.of()));
  }

  /** The third one, as the second: should those before it stand still, it speaks for them. */
  @Test
  void whatTheFirstDoesNotSayTheNextOneSaysLater() {
    LockParticipant third = new LockParticipant(THIRD, 0, LEASE, new RecordedEffects());
    participantOf(third);
    GroupMember fourth = member(4);
    third.group(
        0,
        new GroupChange(
            new Group("locks"),
            List.of(SELF, SECOND, THIRD, fourth),
            List.of(new Change(fourth, Reason.JOIN)),
            List.of()));
    assertThat(sent).as("the first tells it its table").isEmpty();
    assertThat(third.deadline()).isEqualTo(LEASE);
    third.timers(LEASE - 1);
    assertThat(sent).isEmpty();
    third.timers(LEASE);
    LockMessage told = LockMessage.read(sent.remove()).orElseThrow();
    assertThat(((LockMessage.Snapshot) told).change().joiner()).contains(fourth);
    third.message(LEASE, THIRD, LockMessage.write(told));
    assertThat(third.deadline()).as("it has been told").isEqualTo(Long.MAX_VALUE);
  }

  /** Gives it the table of the three. */
  private void participantOf(LockParticipant third) {
    third.configuration(0, regular(RING, List.of(new NodeId(1))));
    List<GroupMember> all = List.of(SELF, SECOND, THIRD);
    third.group(
        0,
        new GroupChange(
            new Group("locks"), all, List.of(new Change(THIRD, Reason.JOIN)), List.of()));
    LockMessage.Snapshot table =
        new LockMessage.Snapshot(
            new LockMessage.Change(RING, Optional.of(THIRD)), true, all, 0, 0, List.of());
    third.message(0, SELF, LockMessage.write(table));
    assertThat(third.isReady()).isTrue();
  }

  @Test
  void aDamagedTableIsNoneOrWithinItsBounds() {
    LockTable.Entry entry = new LockTable.Entry(new Claim(SECOND, 5), "a", false, LEASE);
    LockTable.Entry other = new LockTable.Entry(new Claim(THIRD, 6), "b", true, LEASE);
    other.asker = Optional.of(new LockInfo.Asker(1000, 4_000_000_000L));
    byte[] whole = LockMessage.write(snapshot(RING, List.of(SELF, SECOND, THIRD), entry, other));
    assertThat(LockMessage.read(whole)).isPresent();
    byte[] twice = LockMessage.write(snapshot(RING, List.of(SELF), entry, entry));
    assertThat(LockMessage.read(twice)).as("one claim twice").isEmpty();
    int read = 0;
    for (int at = 2; at < whole.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) value;
        Optional<LockMessage> message = LockMessage.read(damaged);
        read += message.isPresent() ? 1 : 0;
        message.ifPresent(LockParticipantTest::isBounded);
      }
    }
    assertThat(read).isPositive();
  }

  private static void isBounded(LockMessage message) {
    LockMessage.Snapshot table = (LockMessage.Snapshot) message;
    assertThat(table.lastFence()).isBetween(0L, LockMessage.FENCE_MAX);
    assertThat(table.primarySequence()).isBetween(0L, LockMessage.FENCE_MAX);
    assertThat(table.entries()).extracting(each -> each.claim).doesNotHaveDuplicates();
  }
}
