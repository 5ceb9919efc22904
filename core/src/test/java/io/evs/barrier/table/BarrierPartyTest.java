package io.evs.barrier.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupChange.Change;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three parties to which the test delivers, in one order, what each says. */
class BarrierPartyTest {
  private record Said(GroupMember sender, byte[] payload) {}

  private final Map<Integer, BarrierParty> parties = new TreeMap<>();
  private final List<Said> said = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<GroupMember> in = new ArrayList<>();

  private final class Noted implements BarrierParty.Effects {
    private final int node;

    Noted(int node) {
      this.node = node;
    }

    @Override
    public void send(byte[] payload) {
      said.add(new Said(member(node), payload));
    }

    @Override
    public void passed(Map<GroupMember, Long> all) {
      told.add(
          node + " passed with " + all.keySet().stream().map(each -> each.node().value()).toList());
    }

    @Override
    public void refused(BarrierParty.Refusal why) {
      told.add(node + " " + why);
    }
  }

  private static GroupMember member(int node) {
    return new GroupMember(new NodeId(node), 7);
  }

  @BeforeEach
  void threeAreOneRing() {
    for (int node = 1; node <= 3; node++) {
      join(node);
    }
    deliver();
  }

  private void join(int node) {
    parties.put(node, new BarrierParty(member(node), 100, new Noted(node)));
    ring(4, Optional.empty(), node);
    in.add(member(node));
    change(List.of(new Change(member(node), Reason.JOIN)), List.of());
  }

  private void ring(long sequence, Optional<Boolean> primary, int... nodes) {
    for (int node : nodes) {
      parties
          .get(node)
          .configuration(
              0,
              new ConfigurationChange(
                  ConfigurationChange.Kind.REGULAR,
                  new RingId(1, sequence),
                  Optional.empty(),
                  List.of(new NodeId(1)),
                  List.of(),
                  List.of(),
                  primary));
    }
  }

  private void change(List<Change> joined, List<Change> left) {
    GroupChange change = new GroupChange(new Group("b"), in, joined, left);
    in.forEach(each -> parties.get(each.node().value()).group(0, change));
  }

  private void leaves(int node, Reason reason) {
    in.remove(member(node));
    change(List.of(), List.of(new Change(member(node), reason)));
  }

  private void deliver() {
    List<Said> now = new ArrayList<>(said);
    said.clear();
    for (Said each : now) {
      in.forEach(to -> parties.get(to.node().value()).message(each.sender(), each.payload()));
    }
  }

  private void enter(int node, int expected) {
    parties.get(node).enter(expected);
    deliver();
  }

  @Test
  void thoseWhoCameFirstPassTogetherAndTheNextBeginWithZero() {
    enter(2, 2);
    assertThat(told).isEmpty();
    enter(1, 2);
    assertThat(told).containsExactlyInAnyOrder("1 passed with [2, 1]", "2 passed with [2, 1]");
    told.clear();
    enter(3, 2);
    enter(2, 2);
    assertThat(told).containsExactlyInAnyOrder("2 passed with [3, 2]", "3 passed with [3, 2]");
  }

  @Test
  void whoJoinsLaterCountsThoseWhoWaitAlready() {
    enter(1, 3);
    enter(2, 3);
    join(4);
    enter(4, 3);
    deliver();
    assertThat(told).hasSize(3).allMatch(each -> each.contains(" passed with "));
  }

  @Test
  void anEntryOnItsWayWhileSomebodyJoinsIsCountedOnce() {
    parties.get(1).enter(2);
    join(4);
    deliver();
    assertThat(parties.get(4).describe()).isEqualTo(parties.get(1).describe()).contains(" of 2");
    assertThat(told).isEmpty();
    enter(4, 2);
    assertThat(told).containsExactlyInAnyOrder("1 passed with [1, 4]", "4 passed with [1, 4]");
  }

  @Test
  void aLostPartyBreaksItForThoseWhoWaitWhetherItWaitedOrNot() {
    enter(1, 3);
    enter(2, 3);
    leaves(3, Reason.PROCESS_DOWN);
    assertThat(told).containsExactlyInAnyOrder("1 BROKEN", "2 BROKEN");
    told.clear();
    deliver();
    enter(1, 2);
    enter(2, 2);
    assertThat(told).hasSize(2).allMatch(each -> each.contains(" passed with [1, 2]"));
  }

  @Test
  void whoGivesUpOrLeavesWhileItWaitsBreaksItForTheOthers() {
    enter(1, 3);
    enter(2, 3);
    parties.get(1).withdraw();
    deliver();
    assertThat(told).containsExactlyInAnyOrder("1 WITHDRAWN", "2 BROKEN");
    told.clear();
    enter(2, 3);
    enter(3, 3);
    leaves(3, Reason.LEAVE);
    assertThat(told).containsExactly("2 BROKEN");
  }

  @Test
  void whoGivesUpTooLateHasPassed() {
    enter(1, 2);
    parties.get(2).enter(2);
    parties.get(1).withdraw();
    deliver();
    assertThat(told).containsExactlyInAnyOrder("1 passed with [1, 2]", "2 passed with [1, 2]");
  }

  @Test
  void allMembersMeetAndOneThatLeavesBeforeItEntersIsNotWaitedFor() {
    enter(1, 0);
    enter(2, 0);
    assertThat(told).isEmpty();
    leaves(3, Reason.LEAVE);
    deliver();
    assertThat(told).containsExactlyInAnyOrder("1 passed with [1, 2]", "2 passed with [1, 2]");
  }

  @Test
  void whoWaitsForAnotherNumberIsRefused() {
    enter(1, 3);
    enter(2, 2);
    assertThat(told).containsExactly("2 OTHER_NUMBER");
  }

  /** Puts what is said in another order, that of each member kept. */
  private void theLastMemberFirst() {
    said.sort(Comparator.comparing(Said::sender).reversed());
  }

  @Test
  void whoWaitsStaysWhenAnotherComesWhoseEntryIsOrderedBeforeItsOwn() {
    enter(1, 3);
    parties.get(2).enter(3);
    deliver();
    join(4);
    parties.get(4).enter(2);
    theLastMemberFirst();
    deliver();
    assertThat(told).containsExactly("4 OTHER_NUMBER");
    enter(3, 3);
    assertThat(told).hasSize(4).contains("1 passed with [1, 2, 3]", "2 passed with [1, 2, 3]");
  }

  @Test
  void oneThatNeedsNobodyElseDoesNotPassThoseWhoWait() {
    enter(1, 3);
    join(4);
    parties.get(4).enter(1);
    theLastMemberFirst();
    deliver();
    assertThat(told).containsExactly("4 OTHER_NUMBER");
  }

  @Test
  void ofTwoRingsThatBecomeOneThoseStayWhoWaitedInTheEarlierOne() {
    leaves(3, Reason.NODE_DOWN);
    deliver();
    enter(1, 3);
    BarrierParty other = new BarrierParty(member(3), 100, new Noted(3));
    parties.put(3, other);
    ring(8, Optional.empty(), 3);
    other.group(
        0,
        new GroupChange(
            new Group("b"),
            List.of(member(3)),
            List.of(new Change(member(3), Reason.JOIN)),
            List.of()));
    other.enter(2);
    said.forEach(each -> other.message(each.sender(), each.payload()));
    said.clear();
    assertThat(other.place()).isPresent();
    ring(12, Optional.empty(), 1, 2, 3);
    in.add(member(3));
    change(List.of(new Change(member(3), Reason.NODE_UP)), List.of());
    theLastMemberFirst();
    deliver();
    assertThat(told).containsExactly("3 OTHER_NUMBER");
  }

  @Test
  void whoseBarrierBreaksWhileTheRingFormsIsNotCountedByWhatItSaidBefore() {
    enter(1, 2);
    ring(8, Optional.empty(), 1, 2, 3);
    change(
        List.of(new Change(member(3), Reason.NODE_UP)),
        List.of(new Change(member(3), Reason.NODE_DOWN)));
    deliver();
    assertThat(told).containsExactly("1 BROKEN");
    enter(2, 2);
    assertThat(told).hasSize(1);
    enter(3, 2);
    assertThat(told).contains("2 passed with [2, 3]", "3 passed with [2, 3]").hasSize(3);
  }

  @Test
  void whoSaysNothingIsNotWaitedForLongerThanPatience() {
    enter(1, 2);
    in.add(member(9));
    parties.put(9, new BarrierParty(member(8), 100, new Noted(8)));
    change(List.of(new Change(member(9), Reason.JOIN)), List.of());
    deliver();
    enter(2, 2);
    assertThat(told).isEmpty();
    assertThat(parties.get(3).deadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(parties.get(1).deadline()).isEqualTo(BarrierParty.PATIENCE_NANOS);
    parties.get(1).timers(BarrierParty.PATIENCE_NANOS);
    deliver();
    assertThat(told).containsExactlyInAnyOrder("1 passed with [1, 2]", "2 passed with [1, 2]");
    assertThat(parties.get(1).deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void nobodyPassesInARingThatIsNotPrimary() {
    enter(1, 2);
    ring(8, Optional.of(false), 1, 2, 3);
    deliver();
    assertThat(told).containsExactly("1 BROKEN");
    told.clear();
    enter(2, 2);
    assertThat(told).containsExactly("2 BROKEN");
    told.clear();
    ring(12, Optional.of(true), 1, 2, 3);
    enter(3, 2);
    enter(1, 2);
    assertThat(told).hasSize(2).allMatch(each -> each.contains(" passed with [3, 1]"));
  }

  @Test
  void whatIsMalformedOrOfAStrangerCountsNothing() {
    enter(1, 2);
    String before = parties.get(1).describe();
    byte[] whole = BarrierMessage.write(new BarrierMessage.Withdraw(101));
    for (int length = 0; length < whole.length; length++) {
      parties.get(1).message(member(1), Arrays.copyOf(whole, length));
    }
    parties.get(1).message(member(9), BarrierMessage.write(new BarrierMessage.Withdraw(101)));
    parties
        .get(1)
        .message(
            member(2), BarrierMessage.write(new BarrierMessage.Enter(0, 1, -1, Optional.empty())));
    assertThat(parties.get(1).describe()).isEqualTo(before);
    assertThat(told).isEmpty();
  }
}
